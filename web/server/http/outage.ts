import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { DBError } from 'objection';

import { StorageAway, StorageFull } from '../../../runtime/file-store.ts';
import { codeOf, reasonOf } from '../../../runtime/plain-error.ts';
import type { FaultCode } from '../../api/errors.ts';
import { Unavailable } from '../temporal/gateway.ts';

/**
 * SQLSTATE classes and Node error codes for: PostgreSQL is unreachable, does not accept work, or exceeded the time limit of a statement
 * (57014) or of a lock (55P03).
 */
const databaseCodes = /^(08|57P0[1-5]|57014|55P03|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|EHOSTUNREACH|EAI_AGAIN)/;
const databaseMessages =
  /Connection terminated|terminating connection|timeout expired|Timeout acquiring a connection|Client has encountered a connection error|server closed the connection/i;

/** Returns the part that is out of order when it caused the error; null when the error is our own. */
export function outageOf(thrown: unknown): FaultCode | null {
  if (thrown instanceof StorageFull) return 'storage-full';
  if (thrown instanceof StorageAway) return 'files-unavailable';
  if (thrown instanceof Unavailable) return `${thrown.part}-unavailable`;
  if (isTemporalOutage(thrown)) return 'temporal-unavailable';
  const error = beneath(thrown);
  return [error, ...attemptsOf(error)].some(isDatabaseOutage) ? 'database-unavailable' : null;
}

/** Objection wraps the driver's error. */
const beneath = (thrown: unknown): unknown => (thrown instanceof DBError ? thrown.nativeError : thrown);

/** UNAVAILABLE, DEADLINE_EXCEEDED and RESOURCE_EXHAUSTED of gRPC: the server is away, slow or overloaded. */
const passing = [14, 4, 8];

function isTemporalOutage(thrown: unknown): boolean {
  const error = thrown instanceof ServiceError ? thrown.cause : thrown;
  return isGrpcServiceError(error) && passing.includes(error.code);
}

/** A host with several addresses yields one aggregate error with those of all attempts. */
const attemptsOf = (thrown: unknown): unknown[] =>
  typeof thrown === 'object' && thrown !== null && 'errors' in thrown && Array.isArray(thrown.errors) ? thrown.errors : [];

const isDatabaseOutage = (thrown: unknown): boolean => databaseCodes.test(codeOf(thrown) ?? '') || databaseMessages.test(reasonOf(thrown));
