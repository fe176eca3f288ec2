/** Keys with which hosts sign the tokens of their taxpayers. A host has several, each valid for a period. */
import type { Knex } from 'knex';

export type HostKey = { id: string; kid: string | null } & (
  { algorithm: 'HS256'; secret: string } | { algorithm: 'RS256'; jwksUrl: string }
);

interface Row {
  id: string;
  issuer: string;
  algorithm: string;
  secret: string | null;
  jwks_url: string | null;
  kid: string | null;
  not_before: Date | null;
  not_after: Date | null;
  created_at: Date;
}

/** Returns the currently valid keys of a region's host, with secrets as stored; empty for an unknown host. */
export async function hostKeysOf(knex: Knex, regionId: string, issuer: string): Promise<HostKey[]> {
  const rows = await knex('host_keys')
    .where({ region_id: regionId, issuer })
    .where((times) => void times.whereNull('not_before').orWhere('not_before', '<=', knex.fn.now()))
    .where((times) => void times.whereNull('not_after').orWhere('not_after', '>', knex.fn.now()))
    .orderBy('created_at', 'desc')
    .select<Row[]>('id', 'kid', 'algorithm', 'secret', 'jwks_url');
  return rows.map((row) => {
    const { id, kid } = row;
    if (row.algorithm === 'HS256' && row.secret !== null) return { id, kid, algorithm: 'HS256', secret: row.secret };
    if (row.algorithm === 'RS256' && row.jwks_url !== null) return { id, kid, algorithm: 'RS256', jwksUrl: row.jwks_url };
    throw new Error(`the host key ${id} is incomplete`);
  });
}

/** Records that a key was used, at most once a minute because a key signs all day. */
export async function noteKeyUse(knex: Knex, keyId: string, kid: string): Promise<void> {
  await knex.raw(
    `INSERT INTO host_key_uses (key_id, kid) VALUES (:keyId, :kid)
     ON CONFLICT (key_id, kid) DO UPDATE SET last_at = now() WHERE host_key_uses.last_at < now() - interval '1 minute'`,
    { keyId, kid },
  );
}

export interface PublishedKeys {
  keys: Record<string, unknown>[];
  fetchedAt: Date;
}

/** Returns the key set last fetched from this address by any process. */
export const publishedKeys = async (knex: Knex, url: string): Promise<PublishedKeys | undefined> =>
  knex('published_keys').where({ url }).first<PublishedKeys | undefined>('keys', { fetchedAt: 'fetched_at' });

export async function keepPublishedKeys(knex: Knex, url: string, keys: readonly Record<string, unknown>[], fetchedAt: Date): Promise<void> {
  await knex('published_keys')
    .insert({ url, keys: JSON.stringify(keys), fetched_at: fetchedAt })
    .onConflict('url')
    .merge();
}

/** Key as an administrator sees it, without its secret. */
export interface HostKeyRow extends Omit<Row, 'secret'> {
  uses: { kid: string; first_at: string; last_at: string }[];
}

export async function hostKeyRows(knex: Knex, regionId: string): Promise<HostKeyRow[]> {
  return await knex('host_keys AS k')
    .where({ region_id: regionId })
    .orderBy(['k.issuer', { column: 'k.created_at', order: 'desc' }])
    .limit(200)
    .select<HostKeyRow[]>(
      'k.id',
      'k.issuer',
      'k.algorithm',
      'k.jwks_url',
      'k.kid',
      'k.not_before',
      'k.not_after',
      'k.created_at',
      knex.raw(`(SELECT coalesce(json_agg(json_build_object('kid', u.kid, 'first_at', u.first_at, 'last_at', u.last_at) ORDER BY u.last_at DESC), '[]')
                 FROM (SELECT * FROM host_key_uses WHERE key_id = k.id ORDER BY last_at DESC LIMIT 20) u) AS uses`),
    );
}

export interface NewHostKey {
  id: string;
  issuer: string;
  kid: string | null;
  secret: string | null;
  jwksUrl: string | null;
  notBefore: Date | null;
  notAfter: Date | null;
}

/** @returns `elsewhere` when the id belongs to another key */
export async function addHostKey(knex: Knex, regionId: string, key: NewHostKey): Promise<'added' | 'elsewhere'> {
  const inserted = await knex('host_keys')
    .insert({
      id: key.id,
      region_id: regionId,
      issuer: key.issuer,
      kid: key.kid,
      algorithm: key.secret === null ? 'RS256' : 'HS256',
      secret: key.secret,
      jwks_url: key.jwksUrl,
      not_before: key.notBefore,
      not_after: key.notAfter,
    })
    .onConflict('id')
    .ignore()
    .returning<{ id: string }[]>('id');
  if (inserted.length > 0) return 'added';
  const same = await knex('host_keys')
    .where({ id: key.id, region_id: regionId, issuer: key.issuer, secret: key.secret, jwks_url: key.jwksUrl })
    .first<{ id: string } | undefined>('id');
  return same ? 'added' : 'elsewhere';
}

/** Ends a key's validity: tokens signed by it are refused from then on. @returns false when the region has no such key */
export const retireHostKey = async (knex: Knex, regionId: string, id: string, at: Date): Promise<boolean> =>
  (await knex('host_keys').where({ id, region_id: regionId }).update({ not_after: at })) > 0;

/** Returns the stored secrets of all hosts. */
export const hostKeySecrets = async (knex: Knex): Promise<{ id: string; secret: string }[]> =>
  await knex('host_keys').whereNotNull('secret').select<{ id: string; secret: string }[]>('id', 'secret');

/** Stores the same secret newly sealed, unless it has changed meanwhile. @returns number of updated rows */
export const resealHostKey = async (knex: Knex, id: string, stored: string, sealed: string): Promise<number> =>
  await knex('host_keys').where({ id, secret: stored }).update({ secret: sealed });
