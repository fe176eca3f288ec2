import type { Knex } from 'knex';

import type { Belonging } from '../domain/policies.ts';
import { threadOf } from './thread.ts';

export interface BelongingRow extends Belonging {
  version: number;
  threadCentreIds: readonly string[];
}

/** Returns what permission on a case depends on, including the centres that handle its linked cases. */
export async function belongingOf(knex: Knex, caseId: string): Promise<BelongingRow | undefined> {
  const [row, thread] = await Promise.all([
    knex('cases')
      .where({ id: caseId })
      .first<Omit<BelongingRow, 'threadCentreIds'> | undefined>(
        'version',
        'region_id AS regionId',
        'centre_id AS centreId',
        'identity_id AS identityId',
      ),
    threadOf(knex, caseId),
  ]);
  return row && { ...row, threadCentreIds: thread.map(({ centre_id }) => centre_id) };
}
