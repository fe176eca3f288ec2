/** The host page's token (A2): signed by the bureau, used once, traded for our own. Its form is in docs/api/host-token.md. */
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';

import { hostTokenClaims, type HostTokenClaims } from '../../api/entry.ts';
import type { HostKey } from '../../../db/entry.ts';
import { Fault } from '../http/fault.ts';

export const hostTokenAudience = 'zhengna-hudong';
/** Clocks of hosts may be wrong by so much. */
export const clockSkewSeconds = 60;
/** A token that lives longer could be found and used by somebody else. */
const longestLifeSeconds = 600;

/** Key sets by address: jose keeps what it fetched, and fetches again for a key it has not seen. */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

/**
 * @param keyOf the key of a region's host; undefined for one it does not know
 * @returns the claims of a token that is genuine and in time; whether it was used before is not asked here
 * @throws Fault `token-invalid`, `token-expired`
 */
export async function verifyHostToken(
  token: string,
  keyOf: (regionId: string, issuer: string) => Promise<HostKey | undefined>,
): Promise<HostTokenClaims> {
  const { region, iss } = unverified(token);
  // Who the token says it is from decides only which key must have signed it.
  const key = typeof region === 'string' && typeof iss === 'string' ? await keyOf(region, iss) : undefined;
  if (key === undefined) throw new Fault('token-invalid');
  const payload = await verified(token, key);
  const claims = hostTokenClaims.safeParse(payload);
  if (!claims.success || claims.data.region !== region || claims.data.iss !== iss) throw new Fault('token-invalid');
  const { iat, exp } = claims.data;
  if (exp - iat > longestLifeSeconds || iat > Date.now() / 1_000 + clockSkewSeconds) throw new Fault('token-invalid');
  return claims.data;
}

function unverified(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    // Not a token at all.
    throw new Fault('token-invalid');
  }
}

async function verified(token: string, key: HostKey): Promise<JWTPayload> {
  const options = {
    audience: hostTokenAudience,
    algorithms: [key.algorithm],
    clockTolerance: clockSkewSeconds,
    requiredClaims: ['exp', 'iat', 'iss', 'sub', 'jti'],
  };
  try {
    if (key.algorithm === 'HS256') return (await jwtVerify(token, new TextEncoder().encode(key.secret), options)).payload;
    return (await jwtVerify(token, keySetAt(key.jwksUrl), options)).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Fault('token-expired');
    // A bureau whose keys cannot be fetched has not sent a wrong token: that is an outage, and logged as one.
    if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) throw error;
    throw new Fault('token-invalid');
  }
}

function keySetAt(url: string): ReturnType<typeof createRemoteJWKSet> {
  const known = keySets.get(url) ?? createRemoteJWKSet(new URL(url), { timeoutDuration: 4_000, cooldownDuration: 5_000 });
  keySets.set(url, known);
  return known;
}
