/** The host page's token (A2): signed by the bureau, used once, exchanged for our own. Its format is in docs/api/host-token.md. */
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type CryptoKey, type JWTPayload, type KeyObject } from 'jose';

import type { HostKey } from '../../../db/host-keys.ts';
import { hostTokenClaims, type HostTokenClaims } from '../../api/entry.ts';
import { Fault } from '../http/fault.ts';
import { KeysUnavailable, type PublishedKeySets } from './published-keys.ts';

export const hostTokenAudience = 'zhengna-hudong';
/** Tolerance for the clocks of hosts. */
export const clockSkewSeconds = 60;
/** A longer-lived token could be found and used by somebody else. */
const longestLifeSeconds = 600;

export interface VerifiedToken {
  claims: HostTokenClaims;
  /** The key that signed it; for a published set, also the key's id in the set. */
  signedBy: { keyId: string; kid: string };
}

/**
 * @param keysOf returns the valid keys of a region's host; none for an unknown one
 * @returns the claims of a genuine and unexpired token; whether it was used before is checked elsewhere
 * @throws Fault `token-invalid`, `token-expired`, `host-keys-unavailable`
 */
export async function verifyHostToken(
  token: string,
  keysOf: (regionId: string, issuer: string) => Promise<HostKey[]>,
  published: PublishedKeySets,
): Promise<VerifiedToken> {
  const { region, iss, kid } = unverified(token);
  // The unverified claims only select the keys to try.
  const keys = typeof region === 'string' && typeof iss === 'string' ? await keysOf(region, iss) : [];
  const { payload, signedBy } = await verified(token, kid, keys, published);
  const claims = hostTokenClaims.safeParse(payload);
  if (!claims.success || claims.data.region !== region || claims.data.iss !== iss) throw new Fault('token-invalid');
  const { iat, exp } = claims.data;
  if (exp - iat > longestLifeSeconds || iat > Date.now() / 1_000 + clockSkewSeconds) throw new Fault('token-invalid');
  return { claims: claims.data, signedBy };
}

function unverified(token: string): JWTPayload & { kid: string | null } {
  try {
    const { kid } = decodeProtectedHeader(token);
    return { ...decodeJwt(token), kid: typeof kid === 'string' ? kid : null };
  } catch {
    // Not a token at all.
    throw new Fault('token-invalid');
  }
}

interface Candidate {
  algorithm: 'HS256' | 'RS256';
  key: CryptoKey | KeyObject | Uint8Array;
  signedBy: VerifiedToken['signedBy'];
}

/** Tries every key that may have signed the token: those with the token's key id where both have one, otherwise all. */
async function verified(token: string, kid: string | null, keys: readonly HostKey[], published: PublishedKeySets) {
  const away: KeysUnavailable[] = [];
  for (const hostKey of keys) {
    const candidates = await candidatesOf(hostKey, kid, published).catch((error: unknown) => {
      if (!(error instanceof KeysUnavailable)) throw error;
      away.push(error);
      return [];
    });
    for (const { algorithm, key, signedBy } of candidates) {
      const payload = await signed(token, algorithm, key);
      if (payload !== null) return { payload, signedBy };
    }
  }
  throw new Fault(away.length > 0 ? 'host-keys-unavailable' : 'token-invalid');
}

async function candidatesOf(hostKey: HostKey, kid: string | null, published: PublishedKeySets): Promise<Candidate[]> {
  const { id: keyId } = hostKey;
  const mayBe = (own: string | null): boolean => kid === null || own === null || own === kid;
  if (hostKey.algorithm === 'HS256') {
    const key = new TextEncoder().encode(hostKey.secret);
    return mayBe(hostKey.kid) ? [{ algorithm: 'HS256', key, signedBy: { keyId, kid: hostKey.kid ?? '' } }] : [];
  }
  const set = await published.at(hostKey.jwksUrl, kid);
  return set.filter((one) => mayBe(one.kid)).map(({ kid: own, key }) => ({ algorithm: 'RS256', key, signedBy: { keyId, kid: own ?? '' } }));
}

/** Returns the token's payload when this key has signed it, otherwise null. */
async function signed(token: string, algorithm: Candidate['algorithm'], key: Candidate['key']): Promise<JWTPayload | null> {
  try {
    const options = {
      audience: hostTokenAudience,
      algorithms: [algorithm],
      clockTolerance: clockSkewSeconds,
      requiredClaims: ['exp', 'iat', 'iss', 'sub', 'jti'],
    };
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Fault('token-expired');
    if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed) return null;
    if (error instanceof errors.JOSEError) throw new Fault('token-invalid');
    throw error;
  }
}
