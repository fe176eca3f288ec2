import { ServiceError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

import type { RefusalCode } from '../domain/case.ts';
import { refusalFailure } from '../workflows/contract.ts';

/**
 * Returns the code with which a case has refused an update.
 * @throws any other failure, which makes the activity retry
 */
export function refusalIn(error: unknown): RefusalCode {
  const { cause } = error instanceof WorkflowUpdateFailedError ? error : { cause: undefined };
  if (cause instanceof ApplicationFailure && cause.type === refusalFailure) return cause.message as RefusalCode;
  throw error instanceof ServiceError ? error : ApplicationFailure.fromError(error);
}
