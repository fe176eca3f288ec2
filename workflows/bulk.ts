import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';

import type { BulkActivities } from '../activities/index.ts';

/**
 * A batch sends the command to many cases, each of which writes its projection: about a minute. The heartbeat detects a dead worker within
 * ten seconds.
 */
const { reassignBatch, finishBulk } = proxyActivities<BulkActivities>({
  startToCloseTimeout: '2m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/**
 * Runs one command on many cases, batch by batch, until none is left. PostgreSQL holds the list of cases and their outcomes. The type is
 * named after the first bulk command because runs in progress know it by that name.
 */
export async function bulkReassign(runId: string): Promise<void> {
  while (await reassignBatch(runId)) if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof bulkReassign>(runId);
  await finishBulk(runId);
}
