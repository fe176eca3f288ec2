/** Taxpayers looked up by officers. */
import type { Knex } from 'knex';

import type { Identity } from './models/index.ts';
import { searchFor, type WordSearch } from './search.ts';

export type FoundIdentity = Pick<Identity, 'id' | 'kind' | 'person_name' | 'company_name' | 'tax_number'>;

/** How many are shown; who needs another writes more. */
const most = 20;
/** How many are looked through in the order of the list before the index is asked, and how many of what it finds are put in order. */
const nearby = 500;
const candidates = 2_000;

/**
 * Taxpayers of a region by words of a name, a company, a tax number or a telephone number, in any order, by company and name. Of those that share a text with
 * thousands of others any twenty are shown.
 * @param text two characters at least, or no index helps
 */
export async function findIdentities(knex: Knex, regionId: string, text: string): Promise<FoundIdentity[]> {
  const search = searchFor(text);
  const { rows } = await knex.raw<{ rows: FoundIdentity[] }>(statementFor(search), { regionId, ...search.bindings });
  return rows;
}

const columns = 'id, kind, person_name, company_name, tax_number';
const inOrder = 'ORDER BY company_name, person_name, id';

/** Frequent texts are found near the beginning of the list, rare ones by the index alone: see the worklist. */
const statementFor = (search: WordSearch): string => `
  WITH near AS MATERIALIZED (
    SELECT ${columns}, ${search.holds('folded')} AS found FROM identities WHERE region_id = :regionId ${inOrder} LIMIT ${String(nearby)}),
  frequent AS MATERIALIZED (SELECT ${columns} FROM near WHERE found ${inOrder} LIMIT ${String(most)}),
  rare AS MATERIALIZED (
    SELECT ${columns} FROM identities
    WHERE region_id = :regionId AND ${search.indexed('folded', 'pieces')}
      AND (SELECT count(*) FROM frequent) < ${String(most)}
    LIMIT ${String(candidates)})
  SELECT ${columns} FROM (
    SELECT ${columns} FROM frequent WHERE (SELECT count(*) FROM frequent) >= ${String(most)} UNION ALL SELECT ${columns} FROM rare) page
  ${inOrder} LIMIT ${String(most)}`;
