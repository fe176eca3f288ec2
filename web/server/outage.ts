import type { FaultCode } from '../api/errors.ts';
import { Unavailable } from './temporal/gateway.ts';

/** SQLSTATE classes and Node codes that mean: PostgreSQL cannot be reached, or is not taking work now. */
const databaseCodes = /^(08|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|EHOSTUNREACH|EAI_AGAIN|ENOENT$)/;
const databaseMessages = /Connection terminated|timeout expired|Timeout acquiring a connection|Client has encountered a connection error|server closed the connection/i;

/**
 * The part that is out of order, when an error comes of one; null when the error is our own fault.
 */
export function outageOf(thrown: unknown): FaultCode | null {
  if (!(thrown instanceof Error)) return null;
  if (thrown instanceof Unavailable) return `${thrown.part}-unavailable`;
  const errors = thrown instanceof AggregateError ? [thrown, ...(thrown.errors as unknown[])] : [thrown];
  return errors.some(isDatabaseOutage) ? 'database-unavailable' : null;
}

function isDatabaseOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const fromDatabase = 'syscall' in error ? 'port' in error || code === 'ECONNRESET' || code === 'EPIPE' : true;
  return (fromDatabase && databaseCodes.test(code) && code !== 'ENOENT') || databaseMessages.test(error.message);
}
