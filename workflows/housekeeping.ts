import { patched, proxyActivities } from '@temporalio/workflow';

import type { BulkActivities, GoingOnActivities, HousekeepingActivities } from '../activities/index.ts';
import type { Chore } from './contract.ts';

/**
 * A chore may walk through many rows. Each row is done for good, so that the next attempt goes on where this one was; a dead worker
 * is missed within a minute.
 */
const chores = proxyActivities<HousekeepingActivities & BulkActivities & GoingOnActivities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '1m',
  retry: { maximumAttempts: 3 },
});

/** One chore, once; a schedule for each starts it again and again. A round that fails is followed by the next. */
export async function chore(name: Chore): Promise<void> {
  await chores[name]();
}

/** All chores in a row, as one schedule started them before each had its own: for runs that are under way during an upgrade. */
export async function housekeeping(): Promise<void> {
  if (patched('board-and-bulk')) {
    await chores.foldBoard();
    await chores.beginBulkRuns();
  }
  await chores.archiveHistories();
  await chores.sweepUnadopted();
  await chores.sweepExpired();
}
