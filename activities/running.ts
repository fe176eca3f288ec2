import { WorkflowNotFoundError, type Client } from '@temporalio/client';

import type { CaseKind } from '../domain/case.ts';
import { workflowIdOf } from '../workflows/contract.ts';

/** True while the workflow of a case runs; false when it has ended or there is none. */
export async function isRunning(client: Client, kind: CaseKind, id: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowIdOf(kind, id)).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
