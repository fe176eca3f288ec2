/**
 * The keys that a host publishes (JWKS, RFC 7517):
 * 1. A set is fetched when it is first needed, again after ten minutes, and again for a key it does not hold, at most once in 5 s.
 * 2. The last good set is kept for all processes; while the host does not answer it is good for 24 hours.
 * 3. Without one, that the host does not answer is told as that, and not as a wrong token.
 */
import { importJWK, type CryptoKey, type JWK, type KeyObject } from 'jose';
import type { Knex } from 'knex';
import { z } from 'zod';

import { keepPublishedKeys, publishedKeys } from '../../../db/host-keys.ts';

const freshMs = 10 * 60_000;
const cooldownMs = 5_000;
const goodMs = 24 * 3_600_000;
const patienceMs = 4_000;
/** A set is a few keys; more is not read. */
const mostBytes = 100_000;
const mostKeys = 20;

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(mostKeys) });

/** The host's keys cannot be had, and none are kept that are young enough. */
export class KeysUnavailable extends Error {}

interface PublishedKey {
  kid: string | null;
  key: CryptoKey | KeyObject | Uint8Array;
}

interface Known {
  keys: PublishedKey[];
  fetchedAt: number;
  triedAt: number;
}

export interface PublishedKeySets {
  /**
   * The keys of a set for signatures by RS256.
   * @param wanted the key that is looked for; when the set does not hold it, the set is fetched anew
   * @throws KeysUnavailable
   */
  at(url: string, wanted: string | null): Promise<PublishedKey[]>;
}

/** @param fetcher how a set is fetched; a test gives its own */
export function createPublishedKeySets(knex: Knex, now: () => number = Date.now): PublishedKeySets {
  const sets = new Map<string, Known>();

  async function refresh(url: string): Promise<Known> {
    const triedAt = now();
    try {
      const jwks = await fetched(url);
      await keepPublishedKeys(knex, url, jwks, new Date(triedAt));
      return { keys: await imported(jwks), fetchedAt: triedAt, triedAt };
    } catch (error) {
      const kept = await publishedKeys(knex, url);
      if (kept === undefined || triedAt - kept.fetchedAt.getTime() > goodMs) throw new KeysUnavailable('the host’s keys', { cause: error });
      return { keys: await imported(kept.keys), fetchedAt: kept.fetchedAt.getTime(), triedAt };
    }
  }

  return {
    async at(url, wanted) {
      const known = sets.get(url);
      const lacks = wanted !== null && known !== undefined && !known.keys.some(({ kid }) => kid === wanted);
      const due = known === undefined || now() - known.fetchedAt > freshMs || lacks;
      if (known !== undefined && (!due || now() - known.triedAt < cooldownMs)) return known.keys;
      const next = await refresh(url);
      sets.set(url, next);
      return next.keys;
    },
  };
}

async function fetched(url: string): Promise<JWK[]> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(patienceMs),
    redirect: 'error',
    headers: { accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`the address of the keys answers ${String(response.status)}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) throw new Error('the set of keys is too large');
    chunks.push(chunk);
  }
  return jwksSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))).keys;
}

/** Keys of other kinds, or for other uses, may stand in the same set. */
async function imported(keys: readonly JWK[]): Promise<PublishedKey[]> {
  const usable = keys.filter(({ kty, use, alg }) => kty === 'RSA' && (use ?? 'sig') === 'sig' && (alg ?? 'RS256') === 'RS256');
  return await Promise.all(usable.map(async (jwk) => ({ kid: jwk.kid ?? null, key: await importJWK(jwk, 'RS256') })));
}
