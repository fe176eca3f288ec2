import { randomUUID } from 'node:crypto';

import { WorkflowNotFoundError, type Client } from '@temporalio/client';

import { system, type CaseKind } from '../domain/case.ts';
import { commandSignal, workflowIdOf } from '../workflows/contract.ts';

/** Signals a command of the system to a case. A case whose workflow has ended, or is gone, ignores it. */
export async function signalSystem(
  client: Client,
  { kind, caseId }: { kind: CaseKind; caseId: string },
  command: { readonly type: string; readonly [field: string]: unknown },
): Promise<void> {
  try {
    const handle = client.workflow.getHandle(workflowIdOf(kind, caseId));
    await handle.signal(commandSignal(command.type), { commandId: randomUUID(), actor: system, command });
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
