import { proxyActivities } from '@temporalio/workflow';

import type { GoingOnActivities } from '../activities/index.ts';
import type { GoOnOutcome } from './contract.ts';

/** A supervisor waits for it: three tries, the longest a few seconds. */
const { goOn } = proxyActivities<GoingOnActivities>({ startToCloseTimeout: '40s', retry: { maximumAttempts: 3 } });

/** Lets a case go on whose workflow and image are not at the same point; one at a time a case, by its id. */
export async function goingOn(caseId: string): Promise<GoOnOutcome> {
  return await goOn(caseId);
}
