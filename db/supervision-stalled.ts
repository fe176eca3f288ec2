import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';

export interface StalledCase {
  id: string;
  kind: CaseKind;
  number: string;
  status: string;
  centreId: string;
  centreName: string;
  centreNameEn: string;
  regionId: string;
  identityId: string;
  stalledAt: Date;
  stalledAs: 'workflow-gone' | 'conflict';
}

/** Maximum number of cases shown. With more, a server has to be restored first. */
const most = 200;

/** Returns the stalled cases of these centres, the longest stalled first. */
export const stalledCases = async (knex: Knex, centreIds: readonly string[]): Promise<StalledCase[]> =>
  await knex('cases as c')
    .join('centres as p', 'p.id', 'c.centre_id')
    .whereIn('c.centre_id', centreIds)
    .whereNotNull('c.stalled_at')
    .orderBy(['c.stalled_at', 'c.id'])
    .limit(most)
    .select(
      'c.id',
      'c.kind',
      'c.number',
      'c.status',
      'c.centre_id as centreId',
      'p.name as centreName',
      'p.name_en as centreNameEn',
      'c.region_id as regionId',
      'c.identity_id as identityId',
      'c.stalled_at as stalledAt',
      'c.stalled_as as stalledAs',
    );
