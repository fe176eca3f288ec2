import { describe, expect, it } from '@jest/globals';

import { PlainError } from './plain-error.ts';
import { postgresAt, reach, temporalAt } from './reach.ts';

const failing = (error: unknown) => reach(temporalAt('temporal:7233'), () => Promise.reject(error as Error));
const withCode = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

describe('the first contact with a service', () => {
  it('returns what it was asked for', async () => {
    expect(await reach(temporalAt('temporal:7233'), () => Promise.resolve('connected'))).toBe('connected');
  });
  it.each([
    [withCode('ECONNREFUSED'), 'nothing listens there'],
    [new AggregateError([withCode('ECONNREFUSED'), withCode('ENOTFOUND')]), 'nothing listens there; there is no such host'],
    [new Error('tonic::transport::Error(… kind: ConnectionRefused …)'), 'nothing listens there'],
    [new Error('password authentication failed for user "app"'), 'password authentication failed for user "app"'],
  ])('fails with a sentence that says what to do', async (error, reason) => {
    const sentence = `Temporal at temporal:7233 cannot be used (${reason}): start it, or correct TEMPORAL_ADDRESS.`;
    await expect(failing(error)).rejects.toEqual(new PlainError(sentence));
  });
  it('names the address of a database without user and password', () => {
    expect(postgresAt('postgres://app:secret@db:5432/zhengna')).toEqual({
      name: 'PostgreSQL',
      variable: 'DATABASE_URL',
      address: 'db:5432/zhengna',
    });
  });
});
