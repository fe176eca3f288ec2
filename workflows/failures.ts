import { ApplicationFailure } from '@temporalio/workflow';

import type { Refusal } from '../domain/case.ts';
import { refusalFailure } from './contract.ts';

/** Turns a refusal into an ApplicationFailure. A plain error would fail the workflow task instead of the update. */
export const refused = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({ type: refusalFailure, message: refusal.code, details: [refusal], nonRetryable: true });

/** Runs a rule and turns its error into an ApplicationFailure, for example when a calendar has no working time. */
export function orFail<T>(rule: () => T): T {
  try {
    return rule();
  } catch (error) {
    throw ApplicationFailure.fromError(error, { nonRetryable: true });
  }
}
