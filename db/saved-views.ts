/**
 * Worklist filters that an officer saves under a name (J1).
 *
 * 1. Saved views are private: nobody else reads, changes or removes them.
 * 2. An officer has at most `maxSavedViews`, with unique names.
 * 3. They are in the order that the officer chose; a new one comes last.
 * 4. A view may refer to a withdrawn type, because old cases still have it.
 */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import { maxSavedViews } from '../domain/settings.ts';
import type { TaskFilter } from './task-filters.ts';
import type { WorklistPart, WorklistSort } from './worklist.ts';

export interface SavedView {
  id: string;
  name: string;
  view: WorklistPart | 'closed';
  sort: WorklistSort;
  /** Filters that are set. */
  filters: ViewFilters;
}
interface ViewFilters extends TaskFilter {
  /** Days `YYYY-MM-DD`, both inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
}

/** Returns the officer's views, in their order. */
export async function savedViews(knex: Knex, officerId: string): Promise<SavedView[]> {
  return await knex('saved_views')
    .where({ officer_id: officerId })
    .orderBy(['position', 'id'])
    .select<SavedView[]>({ id: 'id', name: 'name', view: 'part', sort: 'sort', filters: 'filters' });
}

/** True when the region has this type, and it is of this kind if one is given (rule 4). */
export async function hasType(knex: Knex, regionId: string, typeId: string, kind: CaseKind | undefined): Promise<boolean> {
  const wanted = { id: typeId, region_id: regionId, ...(kind !== undefined && { kind }) };
  return (await knex('case_types').where(wanted).first<{ id: string } | undefined>('id')) !== undefined;
}

/**
 * Stores a view, new or in place of the one with its id. Concurrent calls for the same officer wait for each other, so that rule 2 holds.
 * @param tx transaction of the change
 * @returns `elsewhere` when the id belongs to somebody else
 */
export async function keepSavedView(
  tx: Knex.Transaction,
  officerId: string,
  { id, name, view, sort, filters }: SavedView,
): Promise<'created' | 'changed' | 'elsewhere' | 'name-taken' | 'too-many'> {
  await tx('officers').where({ id: officerId }).forNoKeyUpdate().select('id');
  const own = await savedViews(tx, officerId);
  if (own.some((other) => other.name === name && other.id !== id)) return 'name-taken';
  const row = { name, part: view, sort, filters: JSON.stringify(filters) };
  if (own.some((other) => other.id === id)) {
    await tx('saved_views').where({ id }).update(row);
    return 'changed';
  }
  if (own.length >= maxSavedViews) return 'too-many';
  const last = tx('saved_views').where({ officer_id: officerId }).select(tx.raw('coalesce(max(position) + 1, 0)'));
  const inserted = await tx('saved_views')
    .insert({ id, officer_id: officerId, position: last, ...row })
    .onConflict('id')
    .ignore()
    .returning<{ id: string }[]>('id');
  return inserted.length > 0 ? 'created' : 'elsewhere';
}

/** Orders the officer's views by these ids; views that are not listed come after the others. */
export async function orderSavedViews(knex: Knex, officerId: string, ids: readonly string[]): Promise<void> {
  await knex.raw(
    `UPDATE saved_views v SET position = wanted.position
     FROM (SELECT s.id, row_number() OVER (ORDER BY g.place NULLS LAST, s.position, s.id) AS position
           FROM saved_views s LEFT JOIN unnest(:ids::uuid[]) WITH ORDINALITY AS g (id, place) ON g.id = s.id
           WHERE s.officer_id = :officerId) wanted
     WHERE v.id = wanted.id`,
    { ids: [...ids], officerId },
  );
}

/** @returns true when the officer had such a view */
export async function removeSavedView(knex: Knex, officerId: string, id: string): Promise<boolean> {
  return (await knex('saved_views').where({ id, officer_id: officerId }).delete()) > 0;
}
