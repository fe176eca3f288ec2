import type { Knex } from 'knex';

/**
 * Returns the taxpayers of a region by tax number, in upper case. Several people may act under one number: the one who was there last
 * stands for it, because they are the one who will read.
 */
export async function identitiesByTaxNumber(
  knex: Knex,
  regionId: string,
  taxNumbers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await knex.raw<{ rows: { number: string; id: string }[] }>(
    `SELECT DISTINCT ON (upper(tax_number)) upper(tax_number) AS number, id FROM identities
     WHERE region_id = :regionId AND tax_number IS NOT NULL AND upper(tax_number) = ANY(:taxNumbers::text[])
     ORDER BY upper(tax_number), seen_at DESC, id`,
    { regionId, taxNumbers: [...taxNumbers] },
  );
  return new Map(rows.map(({ number, id }) => [number, id]));
}
