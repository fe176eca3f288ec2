import type { Knex } from 'knex';

import type { CaseKind, CaseState } from '../domain/case.ts';

/** Projection of a case with the data from which another run of its workflow starts. */
export interface GoingOn {
  id: string;
  kind: CaseKind;
  number: string;
  version: number;
  live: boolean;
  state: CaseState;
  /** Policy; null for a case that is older than stored policies. */
  policy: unknown;
  stalledAs: 'workflow-gone' | 'conflict' | null;
}

const columns = ['id', 'kind', 'number', 'version', 'live', 'state', 'policy', 'stalled_as as stalledAs'] as const;

/** Returns the stored case; null when it has no projection. */
export const imageToGoOnFrom = async (knex: Knex, id: string): Promise<GoingOn | null> =>
  (await knex('cases')
    .where({ id })
    .first<GoingOn | undefined>(...columns)) ?? null;

/** Returns a page of cases whose workflow should run, by id. `hasPolicy` tells whether the policy is stored. */
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

/** Clears the stalled mark. Assigning `version` fires the trigger that notifies followers. */
export async function clearStalled(knex: Knex, id: string): Promise<void> {
  await knex('cases')
    .where({ id })
    .whereNotNull('stalled_at')
    .update({ stalled_at: null, stalled_as: null, version: knex.ref('version') });
}

/** Stores the policy of a case that is older than stored policies. */
export async function keepPolicy(knex: Knex, id: string, policy: unknown): Promise<void> {
  await knex('cases')
    .where({ id })
    .whereNull('policy')
    .update({ policy: JSON.stringify(policy) });
}
