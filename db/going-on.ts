import type { Knex } from 'knex';

import type { CaseKind, CaseState } from '../domain/case.ts';

/** A case's image with all that another run of its workflow begins from. */
export interface GoingOn {
  id: string;
  kind: CaseKind;
  number: string;
  version: number;
  live: boolean;
  state: CaseState;
  /** What governs it; null for a case that began before policies were kept. */
  policy: unknown;
  stalledAs: 'workflow-gone' | 'conflict' | null;
}

const columns = ['id', 'kind', 'number', 'version', 'live', 'state', 'policy', 'stalled_as as stalledAs'] as const;

/** The case as it is written down; null when it has no image. */
export const imageToGoOnFrom = async (knex: Knex, id: string): Promise<GoingOn | null> =>
  (await knex('cases')
    .where({ id })
    .first<GoingOn | undefined>(...columns)) ?? null;

/** Cases whose workflow should be running, by id, a page at a time; `hasPolicy` says whether theirs is kept. */
export async function liveAfter(
  knex: Knex,
  afterId: string | null,
  limit: number,
): Promise<{ id: string; kind: CaseKind; hasPolicy: boolean; stalledAs: GoingOn['stalledAs'] }[]> {
  return await knex('cases')
    .where('live', true)
    .modify((query) => {
      if (afterId !== null) void query.where('id', '>', afterId);
    })
    .orderBy('id')
    .limit(limit)
    .select('id', 'kind', knex.raw('policy IS NOT NULL AS "hasPolicy"'), 'stalled_as as stalledAs');
}

/** The case goes on: naming the version has those who see it told. */
export async function clearStalled(knex: Knex, id: string): Promise<void> {
  await knex('cases')
    .where({ id })
    .whereNotNull('stalled_at')
    .update({ stalled_at: null, stalled_as: null, version: knex.ref('version') });
}

/** Keeps the policy of a case that began before policies were kept. */
export async function keepPolicy(knex: Knex, id: string, policy: unknown): Promise<void> {
  await knex('cases')
    .where({ id })
    .whereNull('policy')
    .update({ policy: JSON.stringify(policy) });
}
