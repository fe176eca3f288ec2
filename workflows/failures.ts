import { ApplicationFailure } from '@temporalio/workflow';

import type { Refusal } from '../domain/case.ts';
import { refusalFailure } from './contract.ts';

/** A refusal must reach the client as a typed failure: a plain error would fail the workflow's task, not the update. */
export const refused = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({ type: refusalFailure, message: refusal.code, details: [refusal], nonRetryable: true });

/** The same for a rule that cannot answer, as with a calendar that has no working time. */
export function orFail<T>(rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    throw ApplicationFailure.fromError(error, { nonRetryable: true });
  }
}
