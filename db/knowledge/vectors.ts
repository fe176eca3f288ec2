/** Vectors of texts, by hash of model and text. */
import type { Knex } from 'knex';

/** Returns the stored ones among vectors of these hashes (hexadecimal). */
export async function storedVectors(knex: Knex, hashes: readonly string[]): Promise<Map<string, Buffer>> {
  const { rows } = await knex.raw<{ rows: { hash: string; vector: Buffer }[] }>(
    `SELECT encode(hash, 'hex') AS hash, vector FROM text_vectors WHERE hash IN (SELECT decode(h, 'hex') FROM unnest(:hashes::text[]) h)`,
    { hashes },
  );
  return new Map(rows.map(({ hash, vector }) => [hash, vector]));
}

/** Returns how many vectors of these different hashes (hexadecimal) are stored. */
export async function countStoredVectors(knex: Knex, hashes: readonly string[]): Promise<number> {
  const { rows } = await knex.raw<{ rows: { count: number }[] }>(
    `SELECT count(*)::int AS count FROM text_vectors WHERE hash IN (SELECT decode(h, 'hex') FROM unnest(:hashes::text[]) h)`,
    { hashes },
  );
  return rows[0]?.count ?? 0;
}

/** Stores vectors; one that is there already stays. */
export async function storeVectors(knex: Knex, vectors: readonly { hash: string; vector: Buffer }[]): Promise<void> {
  if (vectors.length === 0) return;
  const rows = vectors.map(({ hash, vector }) => ({ hash: Buffer.from(hash, 'hex'), vector }));
  await knex('text_vectors').insert(rows).onConflict('hash').ignore();
}
