import { proxyActivities } from '@temporalio/workflow';

import type { GoingOnActivities } from '../activities/index.ts';
import type { GoOnOutcome } from './contract.ts';

/** A supervisor waits for it: three tries, the longest a few seconds. */
const { goOn } = proxyActivities<GoingOnActivities>({ startToCloseTimeout: '40s', retry: { maximumAttempts: 3 } });

/** The walk through all cases that are to go on: some minutes for a million, and it begins again where it was. */
const { findStalled } = proxyActivities<GoingOnActivities>({
  startToCloseTimeout: '30m',
  heartbeatTimeout: '1m',
  retry: { maximumAttempts: 5 },
});

/** Lets a case go on whose workflow and image are not at the same point; one at a time a case, by its id. */
export async function goingOn(caseId: string): Promise<GoOnOutcome> {
  return await goOn(caseId);
}

/** Started by a schedule: finds the cases whose workflow is gone. */
export async function stalledCases(): Promise<void> {
  await findStalled();
}
