/**
 * Throttles for failed sign-ins, the same for existing and unknown logins:
 * 1. One address to one login: 5 times in 15 minutes.
 * 2. Any address to one login: 30 times. A device on which the officer has signed in before is exempt from rules 1 and 2 and has 10
 *    attempts of its own, so that strangers cannot lock anybody out.
 * 3. One address to any logins: 60 times.
 */
import { createHash } from 'node:crypto';

import type { Knex } from 'knex';

import type { Throttle } from './throttles.ts';

export const signInWindowMs = 15 * 60_000;

/** Hashes a login, because people may type anything there, even a password. */
export const loginHash = (login: string): string => createHash('sha256').update(login).digest('hex');

const loginThrottle = (login: string): Throttle => ({ key: `sign-in login ${loginHash(login)}`, most: 30 });
export const addressThrottle = (address: string): Throttle => ({ key: `sign-in address ${address}`, most: 60 });
const pairBegin = (login: string): string => `sign-in pair ${loginHash(login)} `;
const mostOfPair = 5;
const pairThrottle = (login: string, address: string): Throttle => ({ key: pairBegin(login) + address, most: mostOfPair });
const deviceBegin = 'sign-in device ';
const mostOfDevice = 10;
const deviceThrottle = (tokenHash: Buffer): Throttle => ({ key: deviceBegin + tokenHash.toString('hex'), most: mostOfDevice });

/** @param device the hash of a known device's token */
export const signInThrottles = (login: string, address: string, device: Buffer | null): Throttle[] =>
  device ? [deviceThrottle(device)] : [pairThrottle(login, address), loginThrottle(login)];

/** Throttle keys of the devices on which an officer has signed in. */
const devicesOf = `SELECT '${deviceBegin}' || encode(d.token_hash, 'hex') FROM officer_devices d JOIN officers o ON o.id = d.officer_id`;

/** Returns the logins with an exceeded throttle: of one address, of a device of the officer's, or of all addresses. */
export async function lockedLogins(knex: Knex, logins: readonly string[]): Promise<Set<string>> {
  const { rows } = await knex.raw<{ rows: { login: string }[] }>(
    `WITH full_up AS MATERIALIZED (
       SELECT key, points FROM throttles WHERE until > now() AND points >= least(:ofPair::int, :ofDevice::int, :ofLogin::int))
     SELECT given.login FROM unnest(:logins::text[], :keys::text[], :begins::text[]) AS given (login, key, beginning)
     WHERE EXISTS (
       SELECT FROM full_up f
       WHERE (f.key = given.key AND f.points >= :ofLogin)
         OR (starts_with(f.key, given.beginning) AND f.points >= :ofPair)
         OR (f.points >= :ofDevice AND f.key IN (${devicesOf} WHERE o.login = given.login)))`,
    {
      logins: [...logins],
      keys: logins.map((login) => loginThrottle(login).key),
      begins: logins.map(pairBegin),
      ofPair: mostOfPair,
      ofDevice: mostOfDevice,
      ofLogin: loginThrottle('').most,
    },
  );
  return new Set(rows.map(({ login }) => login));
}

/** Resets the throttles of this login. */
export async function unlock(knex: Knex, login: string): Promise<void> {
  await knex('throttles')
    .where({ key: loginThrottle(login).key })
    .orWhereRaw('starts_with(key, ?)', [pairBegin(login)])
    .orWhereRaw(`key IN (${devicesOf} WHERE o.login = ?)`, [login])
    .delete();
}
