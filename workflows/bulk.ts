import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';

import type { BulkActivities } from '../activities/index.ts';

/** A batch asks many cases, each of which writes its image: a minute is ample, and a dead worker is missed within ten seconds. */
const { reassignBatch, finishBulk } = proxyActivities<BulkActivities>({
  startToCloseTimeout: '2m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/**
 * One command to many cases, batch by batch until nothing is left; which, and what became of each, stands in the database. Runs under
 * way know it by the first command that there was.
 */
export async function bulkReassign(runId: string): Promise<void> {
  while (await reassignBatch(runId)) if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof bulkReassign>(runId);
  await finishBulk(runId);
}
