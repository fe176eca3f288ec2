/** Search of taxpayers by officers. */
import type { Knex } from 'knex';

import type { Identity } from './models/index.ts';
import { searchFor, type WordSearch } from './search.ts';

export type FoundIdentity = Pick<Identity, 'id' | 'kind' | 'person_name' | 'company_name' | 'tax_number'>;

/** Maximum number of results; a longer query narrows them down. */
const most = 20;
/** Number of rows scanned in list order before the index is used, and number of index hits that are sorted. */
const nearby = 500;
const candidates = 2_000;

/**
 * Returns taxpayers of a region by words of a name, a company, a tax number or a telephone number, in any order, sorted by company and
 * name. When thousands match, any twenty of them are returned.
 * @param text at least two characters, or no index helps
 */
export async function findIdentities(knex: Knex, regionId: string, text: string): Promise<FoundIdentity[]> {
  const search = searchFor(text);
  const { rows } = await knex.raw<{ rows: FoundIdentity[] }>(statementFor(search), { regionId, ...search.bindings });
  return rows;
}

const columns = 'id, kind, person_name, company_name, tax_number';
const inOrder = 'ORDER BY company_name, person_name, id';

/** Frequent words are found near the start of the list, rare ones through the index; the worklist's search does the same. */
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
