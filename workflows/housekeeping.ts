import { patched, proxyActivities } from '@temporalio/workflow';

import type { BulkActivities, GoingOnActivities, HousekeepingActivities } from '../activities/index.ts';
import type { Chore } from './contract.ts';

/**
 * A chore may process many rows. Each row is committed, so the next attempt continues where this one stopped. The heartbeat detects a dead
 * worker within a minute.
 */
const chores = proxyActivities<HousekeepingActivities & BulkActivities & GoingOnActivities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '1m',
  retry: { maximumAttempts: 3 },
});

/** Runs one chore once. Its schedule starts the workflow again; a failed round is followed by the next one. */
export async function chore(name: Chore): Promise<void> {
  await chores[name]();
}

/** Runs all chores in sequence, as the single schedule of an earlier version did. Kept for runs in progress during an upgrade. */
export async function housekeeping(): Promise<void> {
  if (patched('board-and-bulk')) {
    await chores.foldBoard();
    await chores.beginBulkRuns();
  }
  await chores.archiveHistories();
  await chores.sweepUnadopted();
  await chores.sweepExpired();
}
