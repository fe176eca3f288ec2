import { proxyActivities } from '@temporalio/workflow';

import type { HousekeepingActivities } from '../activities/index.ts';

/** Sweeps may walk through many rows; they begin again where they were, as each row is done for good. */
const { archiveHistories, sweepUnadopted, sweepExpired } = proxyActivities<HousekeepingActivities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '1m',
  retry: { maximumAttempts: 3 },
});

/**
 * What nobody waits for, started by a schedule: the histories of closed cases go to the archive, contents that no case took
 * up and what has expired are removed. A run that fails is simply followed by the next.
 */
export async function housekeeping(): Promise<void> {
  await archiveHistories();
  await sweepUnadopted();
  await sweepExpired();
}
