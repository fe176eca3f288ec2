import type { Knex } from 'knex';

import type { Belonging } from '../domain/policies.ts';

export interface BelongingRow extends Belonging {
  caseId: string;
  version: number;
  /** Whether it has ever gone from one centre to another: the lists of the centre that it left have to hear of it, too. */
  moved: boolean;
}

/** To whom cases belong now. */
export async function belongingsOf(knex: Knex, caseIds: readonly string[]): Promise<BelongingRow[]> {
  const { rows } = await knex.raw<{ rows: BelongingRow[] }>(
    `SELECT c.id AS "caseId", c.version, c.region_id AS "regionId", c.centre_id AS "centreId", c.identity_id AS "identityId",
            EXISTS (SELECT 1 FROM case_events e WHERE e.case_id = c.id
              AND (e.type = 'handed-over' OR (c.kind = 'work-order' AND e.type IN ('advanced', 'sent-back', 'disputed', 'dispatched')))) AS moved
     FROM cases c WHERE c.id = ANY(?)`,
    [[...caseIds]],
  );
  return rows;
}
