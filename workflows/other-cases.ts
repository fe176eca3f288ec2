/** Effects of a case on other cases: it starts one or signals one. It waits for the result of neither. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { getExternalWorkflowHandle, isCancellation, log, ParentClosePolicy, startChild } from '@temporalio/workflow';

import { system } from '../domain/case.ts';
import type { Follow, Tell } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { commandSignal, searchAttributesOf, summaryOf, workflowIdOf, workflowTypeOf, type Signalled } from './contract.ts';
import { orFail, refused } from './failures.ts';

/**
 * Starts a case as a child workflow that outlives its parent. Being a child, it starts exactly once even if a worker dies.
 * @throws ApplicationFailure when it cannot start; `id-taken` when another case has this id
 */
export async function beginCase({ kind, opening, policy }: Follow): Promise<void> {
  orFail(() => kinds[kind].opened(opening, policy, Date.now()));
  try {
    await startChild(workflowTypeOf(kind), {
      workflowId: workflowIdOf(kind, opening.id),
      args: [{ opening, policy }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: searchAttributesOf(kind, opening),
      staticSummary: summaryOf(kind),
    });
  } catch (failure) {
    if (failure instanceof WorkflowExecutionAlreadyStartedError) throw refused({ code: 'id-taken' });
    throw failure;
  }
}

/**
 * Signals a command to another case. The server stores the signal until it is handled; a case that has ended ignores it.
 * @param commandId deduplicates the signal at the receiver
 */
export async function tellCase({ kind, id, command }: Tell, commandId: string): Promise<void> {
  const signalled: Signalled = { commandId, actor: system, command };
  try {
    await getExternalWorkflowHandle(workflowIdOf(kind, id)).signal(commandSignal(command.type), signalled);
  } catch (failure) {
    if (isCancellation(failure)) throw failure;
    log.info('nobody to tell', { otherId: id, type: command.type });
  }
}
