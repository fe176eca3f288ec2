import { codeOf, PlainError, reasonOf } from './plain-error.ts';

/** A service as its operator configured it. */
export interface Service {
  name: string;
  variable: string;
  /** Without credentials. */
  address: string;
}

export const postgresAt = (databaseUrl: string): Service => {
  const { host, pathname } = new URL(databaseUrl);
  return { name: 'PostgreSQL', variable: 'DATABASE_URL', address: `${host}${pathname}` };
};
export const temporalAt = (address: string): Service => ({ name: 'Temporal', variable: 'TEMPORAL_ADDRESS', address });

/**
 * Makes the first contact with a service when a process starts.
 * @throws PlainError naming the service, its address, and the cause
 */
export async function reach<T>({ name, variable, address }: Service, contact: () => Promise<T>): Promise<T> {
  try {
    return await contact();
  } catch (error) {
    const reason = causeOf(error);
    throw new PlainError(`${name} at ${address} cannot be used (${reason}): start it, or correct ${variable}.`, { cause: error });
  }
}

/** A host with several addresses fails with one error an address; Temporal's core wraps the operating system's error in its own text. */
function causeOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(causeOf).join('; ');
  const text = reasonOf(error);
  if (codeOf(error) === 'ECONNREFUSED' || text.includes('ConnectionRefused')) return 'nothing listens there';
  if (codeOf(error) === 'ENOTFOUND' || text.includes('dns error')) return 'there is no such host';
  return text;
}
