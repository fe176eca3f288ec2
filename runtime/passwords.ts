/** Officers' passwords: stored as argon2id hashes; verification takes the same time for known and unknown logins. */
import { randomBytes, randomInt } from 'node:crypto';

import { hash, verify } from 'argon2';

/** Hash verified for unknown logins, so that the answer takes as long; computed at first use. */
let nobodysHash: Promise<string> | undefined;

/** @param passwordHash undefined for an unknown login */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hash(randomBytes(32).toString('base64url'));
  const matches = await verify(passwordHash ?? (await nobodysHash), password);
  return passwordHash !== undefined && matches;
}

export const hashOf = (password: string): Promise<string> => hash(password);

/** Characters that cannot be confused when read out or typed. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Generates a password for an administrator to hand out: four groups of four characters, about 79 bits. */
export function madePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
