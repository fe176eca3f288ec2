import { patched, proxyActivities } from '@temporalio/workflow';

import type { BulkActivities, HousekeepingActivities } from '../activities/index.ts';

/** Sweeps may walk through many rows; they begin again where they were, as each row is done for good. */
const { foldBoard, beginBulkRuns, archiveHistories, sweepUnadopted, sweepExpired } = proxyActivities<
  HousekeepingActivities & BulkActivities
>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '1m',
  retry: { maximumAttempts: 3 },
});

/**
 * What nobody waits for, started by a schedule: the board's counts take in what has changed, runs that could not begin do, the
 * histories of closed cases go to the archive, contents that no case took up and what has expired are removed. A run that fails is
 * simply followed by the next.
 */
export async function housekeeping(): Promise<void> {
  if (patched('board-and-bulk')) {
    await foldBoard();
    await beginBulkRuns();
  }
  await archiveHistories();
  await sweepUnadopted();
  await sweepExpired();
}
