import { continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';

import type { BulkOpenActivities } from '../activities/index.ts';

/** A batch begins many cases, each of which takes places and writes its projection. The heartbeat detects a dead worker. */
const { openBatch, finishOpening } = proxyActivities<BulkOpenActivities>({
  startToCloseTimeout: '2m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/** Begins a case for each taxpayer of a run, batch by batch, until none is left. PostgreSQL holds the taxpayers and their outcomes. */
export async function bulkOpen(runId: string): Promise<void> {
  while (await openBatch(runId)) if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof bulkOpen>(runId);
  await finishOpening(runId);
}
