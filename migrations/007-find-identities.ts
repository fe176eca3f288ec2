import type { Knex } from 'knex';

/**
 * Taxpayers are found by any part of a name, a company or a tax number, of two signs already. `grams` has no piece for two ASCII
 * signs alone, so these are indexed beside its pieces. What is found often is taken from the list in its order.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Bound when it is made: an index is built without a search path.
    CREATE FUNCTION pieces(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT
      RETURN grams($1) || (
        SELECT coalesce(array_agg(DISTINCT a || b), '{}')
        FROM (SELECT sign AS a, lead(sign) OVER (ORDER BY place) AS b
              FROM regexp_split_to_table(lower($1), '') WITH ORDINALITY AS s (sign, place)) p
        WHERE ascii(a) < 128 AND ascii(b) < 128);
    CREATE INDEX identities_search ON identities
      USING gin (region_id, pieces(person_name || ' ' || coalesce(company_name, '') || ' ' || coalesce(tax_number, '')));
    CREATE INDEX identities_in_order ON identities (region_id, company_name, person_name, id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX identities_in_order, identities_search;
    DROP FUNCTION pieces(text);
  `);
}
