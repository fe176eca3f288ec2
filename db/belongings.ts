import type { Knex } from 'knex';

import type { Belonging } from '../domain/policies.ts';

export interface BelongingRow extends Belonging {
  caseId: string;
  version: number;
  /**
   * Whether other centres have to hear of it, too: it has gone from one to another and may stand in the lists of the one that it left,
   * or it is linked with a case of another.
   */
  moved: boolean;
}

/** To whom cases belong now. */
export async function belongingsOf(knex: Knex, caseIds: readonly string[]): Promise<BelongingRow[]> {
  const { rows } = await knex.raw<{ rows: BelongingRow[] }>(
    `SELECT c.id AS "caseId", c.version, c.region_id AS "regionId", c.centre_id AS "centreId", c.identity_id AS "identityId",
            EXISTS (SELECT 1 FROM case_events e WHERE e.case_id = c.id
              AND (e.type = 'handed-over' OR (c.kind = 'work-order' AND e.type IN ('advanced', 'sent-back', 'disputed', 'dispatched'))))
            OR EXISTS (SELECT 1 FROM case_links l JOIN cases o ON o.id = CASE l.case_id WHEN c.id THEN l.other_id ELSE l.case_id END
              WHERE (l.case_id = c.id OR l.other_id = c.id) AND o.centre_id <> c.centre_id) AS moved
     FROM cases c WHERE c.id = ANY(?)`,
    [[...caseIds]],
  );
  return rows;
}
