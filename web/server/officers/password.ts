/** Passwords of officers: kept as argon2id hashes, and compared in the same time whether somebody has the login or not. */
import { randomBytes, randomInt } from 'node:crypto';

import { hash, verify } from 'argon2';

/** Verified against when nobody has the login, so that the answer takes as long; made at the first need. */
let nobodysHash: Promise<string> | undefined;

/** @param passwordHash undefined when nobody has the login */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hash(randomBytes(32).toString('base64url'));
  const matches = await verify(passwordHash ?? (await nobodysHash), password);
  return passwordHash !== undefined && matches;
}

export const hashOf = (password: string): Promise<string> => hash(password);

/** Signs that nobody takes for another when they are read out or typed. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password that an administrator gives somebody: four groups of four, about 79 bits. */
export function madePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
