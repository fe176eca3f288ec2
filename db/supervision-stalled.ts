import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';

export interface StalledCase {
  id: string;
  kind: CaseKind;
  number: string;
  status: string;
  centreId: string;
  stalledAt: Date;
  stalledAs: 'workflow-gone' | 'conflict';
}

/** So many are shown at once: whoever has more restores a server first. */
const most = 200;

/** The cases of these centres whose workflow cannot go on by itself, the longest first. */
export const stalledCases = async (knex: Knex, centreIds: readonly string[]): Promise<StalledCase[]> =>
  await knex('cases')
    .whereIn('centre_id', centreIds)
    .whereNotNull('stalled_at')
    .orderBy(['stalled_at', 'id'])
    .limit(most)
    .select('id', 'kind', 'number', 'status', 'centre_id as centreId', 'stalled_at as stalledAt', 'stalled_as as stalledAs');
