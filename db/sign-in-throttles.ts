/**
 * How often somebody may fail to sign in, counted alike for logins that exist and those that do not:
 * 1. From one address, to one login: 5 times in 15 minutes.
 * 2. To one login from anywhere: 30 times. A device on which its officer has signed in before is not held up by this, nor by rule 1,
 *    but has 10 attempts of its own: so strangers can lock nobody out.
 * 3. From one address, to any logins: 60 times.
 */
import { createHash } from 'node:crypto';

import type { Knex } from 'knex';

import type { Throttle } from './throttles.ts';

export const signInWindowMs = 15 * 60_000;

/** What is typed as a login may be anything, a password too: it is kept as its hash. */
export const loginHash = (login: string): string => createHash('sha256').update(login).digest('hex');

export const loginThrottle = (login: string): Throttle => ({ key: `sign-in login ${loginHash(login)}`, most: 30 });
export const addressThrottle = (address: string): Throttle => ({ key: `sign-in address ${address}`, most: 60 });
const pairBegin = (login: string): string => `sign-in pair ${loginHash(login)} `;
const pairThrottle = (login: string, address: string): Throttle => ({ key: pairBegin(login) + address, most: 5 });
const deviceThrottle = (tokenHash: Buffer): Throttle => ({ key: `sign-in device ${tokenHash.toString('hex')}`, most: 10 });

/** @param device the hash of a known device's token */
export const signInThrottles = (login: string, address: string, device: Buffer | null): Throttle[] =>
  device ? [deviceThrottle(device)] : [pairThrottle(login, address), loginThrottle(login)];

/** Lets everybody try again who was refused for this login. */
export async function unlock(knex: Knex, login: string): Promise<void> {
  const begin = pairBegin(login);
  await knex('throttles')
    .where({ key: loginThrottle(login).key })
    .orWhereRaw('starts_with(key, ?)', [begin])
    .delete();
}
