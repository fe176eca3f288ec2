import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { connectionOptions } from './temporal.ts';

const plain = {
  address: 'a:7233',
  namespace: 'default',
  tls: false,
  certFile: undefined,
  keyFile: undefined,
  caFile: undefined,
  apiKey: undefined,
};

describe('connectionOptions', () => {
  it('is the address alone without TLS', () => {
    expect(connectionOptions(plain)).toEqual({ address: 'a:7233' });
  });

  it('reads the certificates', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pem-'));
    const file = join(folder, 'x.pem');
    writeFileSync(file, 'PEM');
    const options = connectionOptions({ ...plain, tls: true, certFile: file, keyFile: file, caFile: file, apiKey: 'k' });
    rmSync(folder, { recursive: true });
    expect(Buffer.from(options.tls?.clientCertPair?.crt ?? []).toString()).toBe('PEM');
    expect(Buffer.from(options.tls?.serverRootCACertificate ?? []).toString()).toBe('PEM');
    expect(options.apiKey).toBe('k');
  });

  it('names a file that cannot be read', () => {
    expect(() => connectionOptions({ ...plain, tls: true, caFile: '/nowhere/ca.pem' })).toThrow(
      /^TEMPORAL_TLS_CA is "\/nowhere\/ca.pem", which cannot be read/,
    );
  });
});
