import type { Knex } from 'knex';

import type { CaseState } from '../domain/case.ts';
import { prepared } from './prepared.ts';

/**
 * Allocation rule (D4, G1): of the eligible officers on duty, the one with the fewest cases to act on; among equals, the one who has waited
 * longest for a new case. It skips the officer who just released the case. A stage is handled by its group, any other case by the agents of
 * the centre who know its type.
 *
 * Allocations of one centre are serialised (`takeTurn`), so that many simultaneous cases spread evenly.
 * @returns an officer's id; null when no eligible officer is on duty, and the case waits until an officer of the centre claims it
 */
export async function chooseOfficer(
  trx: Knex.Transaction,
  { centreId, typeId, groupId, releasedBy }: Pick<CaseState, 'centreId' | 'typeId' | 'groupId' | 'releasedBy'>,
): Promise<string | null> {
  const handler =
    groupId === undefined
      ? 'officer_skills s ON s.officer_id = o.id AND s.type_id = :handles'
      : 'group_members g ON g.officer_id = o.id AND g.group_id = :handles';
  const { rows } = await prepared<{ id: string }>(
    trx,
    `SELECT o.id
     FROM officers o
     JOIN ${handler}
     LEFT JOIN LATERAL (
       SELECT count(*) AS open, max(t.opened_at) AS latest FROM tasks t WHERE t.assignee_id = o.id AND t.turn = 'officer'
     ) load ON true
     WHERE o.centre_id = :centre AND o.role = 'agent' AND o.active AND o.on_duty AND o.id IS DISTINCT FROM :passedOver
     ORDER BY load.open, load.latest NULLS FIRST, o.id
     LIMIT 1`,
    { centre: centreId, handles: groupId ?? typeId, passedOver: releasedBy },
  );
  return rows[0]?.id ?? null;
}
