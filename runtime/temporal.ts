import { readFileSync } from 'node:fs';
import type { TemporalEnvironment } from './environment.ts';
import { PlainError, reasonOf } from './plain-error.ts';

/** Options that Connection.connect of @temporalio/client and NativeConnection.connect of @temporalio/worker share. */
export interface TemporalConnectionOptions {
  address: string;
  tls?: { serverRootCACertificate?: Uint8Array; clientCertPair?: { crt: Uint8Array; key: Uint8Array } };
  apiKey?: string;
}

const readPem = (variable: string, file: string): Uint8Array => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new PlainError(`${variable} is "${file}", which cannot be read (${reasonOf(error)}).`);
  }
};

/** Returns the connection options of this environment; throws a PlainError that names an unreadable file. */
export const connectionOptions = (temporal: TemporalEnvironment): TemporalConnectionOptions => {
  const { address, tls, certFile, keyFile, caFile, apiKey } = temporal;
  if (!tls) return { address };
  return {
    address,
    tls: {
      ...(caFile === undefined ? {} : { serverRootCACertificate: readPem('TEMPORAL_TLS_CA', caFile) }),
      ...(certFile === undefined || keyFile === undefined
        ? {}
        : { clientCertPair: { crt: readPem('TEMPORAL_TLS_CERT', certFile), key: readPem('TEMPORAL_TLS_KEY', keyFile) } }),
    },
    ...(apiKey === undefined ? {} : { apiKey }),
  };
};
