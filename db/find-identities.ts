/** Taxpayers looked up by officers. */
import type { Knex } from 'knex';

import type { Identity } from './models/index.ts';
import { containing } from './search.ts';

export type FoundIdentity = Pick<Identity, 'id' | 'kind' | 'person_name' | 'company_name' | 'tax_number'>;

/** How many are shown; who needs another writes more. */
const most = 20;
/** How many are looked through in the order of the list before the index is asked, and how many of what it finds are put in order. */
const nearby = 500;
const candidates = 2_000;

/**
 * Taxpayers of a region by a part of a name, of a company or of a tax number, by company and name. Of those that share a text with
 * thousands of others any twenty are shown.
 * @param text two characters at least, or no index helps
 */
export async function findIdentities(knex: Knex, regionId: string, text: string): Promise<FoundIdentity[]> {
  const { rows } = await knex.raw<{ rows: FoundIdentity[] }>(statement, { regionId, q: text, pattern: containing(text) });
  return rows;
}

const columns = 'id, kind, person_name, company_name, tax_number';
const inOrder = 'ORDER BY company_name, person_name, id';
const holds = '(person_name ILIKE :pattern OR company_name ILIKE :pattern OR tax_number ILIKE :pattern)';
/** As their index has them. */
const indexed = `pieces(person_name || ' ' || coalesce(company_name, '') || ' ' || coalesce(tax_number, ''))`;

/** Frequent texts are found near the beginning of the list, rare ones by the index alone: see the worklist. */
const statement = `
  WITH near AS MATERIALIZED (
    SELECT ${columns}, ${holds} AS found FROM identities WHERE region_id = :regionId ${inOrder} LIMIT ${String(nearby)}),
  frequent AS MATERIALIZED (SELECT ${columns} FROM near WHERE found ${inOrder} LIMIT ${String(most)}),
  rare AS MATERIALIZED (
    SELECT ${columns} FROM identities
    WHERE region_id = :regionId AND ${indexed} @> CASE WHEN grams(:q) = '{}' THEN pieces(:q) ELSE grams(:q) END AND ${holds}
      AND (SELECT count(*) FROM frequent) < ${String(most)}
    LIMIT ${String(candidates)})
  SELECT ${columns} FROM (
    SELECT ${columns} FROM frequent WHERE (SELECT count(*) FROM frequent) >= ${String(most)} UNION ALL SELECT ${columns} FROM rare) page
  ${inOrder} LIMIT ${String(most)}`;
