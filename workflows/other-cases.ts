/** What a case does to another: it begins one, or tells one something. Neither waits for what the other makes of it. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { getExternalWorkflowHandle, isCancellation, log, ParentClosePolicy, startChild } from '@temporalio/workflow';

import { system } from '../domain/case.ts';
import type { Follow, Tell } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { commandSignal, searchAttributesOf, summaryOf, workflowIdOf, workflowTypeOf, type Signalled } from './contract.ts';
import { orFail, refused } from './failures.ts';

/**
 * Begins a case that lives on by itself. That it is a child makes it begin exactly once, whatever dies meanwhile.
 * @throws ApplicationFailure when it cannot begin; `id-taken` when there is another case of its id
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
 * Sends a command to another case. The server keeps it until it is heard; a case that has ended meanwhile needs to hear nothing.
 * @param commandId by which the other hears it once
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
