import { proxyActivities } from '@temporalio/workflow';

import type { GoingOnActivities } from '../activities/index.ts';
import type { GoOnOutcome } from './contract.ts';

/** A supervisor waits for the result: three attempts, the longest takes a few seconds. */
const { goOn } = proxyActivities<GoingOnActivities>({ startToCloseTimeout: '40s', retry: { maximumAttempts: 3 } });

/** Resumes a case whose workflow and projection differ. The workflow id allows one run per case at a time. */
export async function goingOn(caseId: string): Promise<GoOnOutcome> {
  return await goOn(caseId);
}
