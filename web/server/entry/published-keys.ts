/**
 * Keys published by hosts (JWKS, RFC 7517):
 * 1. A set is fetched at first use, again after ten minutes, and again for an unknown key, at most once in 5 s.
 * 2. The last good set is stored for all processes; while the host does not answer, it is valid for 24 hours.
 * 3. Without a valid set, the fault says that the host does not answer, not that the token is wrong.
 */
import { importJWK, type CryptoKey, type JWK, type KeyObject } from 'jose';
import type { Knex } from 'knex';
import { z } from 'zod';

import { keepPublishedKeys, publishedKeys } from '../../../db/host-keys.ts';

const freshMs = 10 * 60_000;
const cooldownMs = 5_000;
const goodMs = 24 * 3_600_000;
const patienceMs = 4_000;
/** Size limit of a set, in bytes. */
const mostBytes = 100_000;
const mostKeys = 20;

const jwksSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(mostKeys) });

/** The host's keys cannot be fetched, and no stored set is recent enough. */
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
   * Returns the RS256 signature keys of a set.
   * @param wanted id of the key; when the set does not have it, the set is fetched again
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

/** A set may also contain keys of other types or for other uses. */
async function imported(keys: readonly JWK[]): Promise<PublishedKey[]> {
  const usable = keys.filter(({ kty, use, alg }) => kty === 'RSA' && (use ?? 'sig') === 'sig' && (alg ?? 'RS256') === 'RS256');
  return await Promise.all(usable.map(async (jwk) => ({ kid: jwk.kid ?? null, key: await importJWK(jwk, 'RS256') })));
}
