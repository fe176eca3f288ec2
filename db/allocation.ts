/**
 * Allocation rule of cases that are worked on without a chat (D4, G1):
 *
 * 1. An officer can take a case while they are on duty, belong to the group of its stage or, without a stage, know its type, have fewer
 *    to-dos to act on than their capacity, and have not just released it.
 * 2. Of the officers who can take it, the one with the fewest cases to act on comes first; among equals, the one who has waited longest for
 *    a new case.
 * 3. A case that finds nobody waits. It is called when an officer may have become able to take it.
 * 4. Allocations of one centre are serialised by `takeTurn` of the projection, so that many simultaneous cases spread evenly.
 */
import type { Knex } from 'knex';

import type { CaseState } from '../domain/case.ts';
import type { Servable } from './chat/seats.ts';
import { prepared } from './prepared.ts';

/** Number of to-dos that an officer `o` has to act on. */
const load = `(SELECT count(*) FROM tasks held WHERE held.assignee_id = o.id AND held.turn = 'officer')`;

/** Officers `o` who can take the case `c` (rule 1). */
const able = `
  o.centre_id = c.centre_id AND o.role = 'agent' AND o.active AND o.on_duty AND o.id IS DISTINCT FROM c.released_by
  AND CASE WHEN c.group_id IS NULL
    THEN EXISTS (SELECT FROM officer_skills s WHERE s.officer_id = o.id AND s.type_id = c.type_id)
    ELSE EXISTS (SELECT FROM group_members g WHERE g.officer_id = o.id AND g.group_id = c.group_id) END
  AND ${load} < o.task_capacity`;

/**
 * Chooses the officer for a case (rules 1 and 2).
 * @param trx transaction that holds the turn of the centre
 * @returns an officer's id; null when nobody can take it now
 */
export async function chooseOfficer(
  trx: Knex.Transaction,
  { centreId, typeId, groupId, releasedBy }: Pick<CaseState, 'centreId' | 'typeId' | 'groupId' | 'releasedBy'>,
): Promise<string | null> {
  const { rows } = await prepared<{ id: string }>(
    trx,
    `SELECT o.id
     FROM (SELECT :centreId::text AS centre_id, :typeId::text AS type_id, :groupId::text AS group_id, :releasedBy::uuid AS released_by) c
     JOIN officers o ON ${able}
     LEFT JOIN LATERAL (
       SELECT count(*) AS open, max(t.opened_at) AS latest FROM tasks t WHERE t.assignee_id = o.id AND t.turn = 'officer'
     ) load ON true
     ORDER BY load.open, load.latest NULLS FIRST, o.id
     LIMIT 1`,
    { centreId, typeId, groupId: groupId ?? null, releasedBy },
  );
  return rows[0]?.id ?? null;
}

/**
 * Returns the waiting cases of a centre that an officer can take now, in the order of the worklist: no more than there is free capacity.
 * @param centreId null for all centres
 */
export async function allocatable(knex: Knex, centreId: string | null, limit = 100): Promise<Servable[]> {
  const { rows } = await prepared<Servable>(
    knex,
    `SELECT c.case_id AS "caseId", c.kind
     FROM (
       SELECT t.*, (k.state ->> 'releasedBy')::uuid AS released_by FROM tasks t JOIN cases k ON k.id = t.case_id
       WHERE t.wants_officer AND (:centreId::text IS NULL OR t.centre_id = :centreId)) c
     WHERE EXISTS (SELECT FROM officers o WHERE ${able})
     ORDER BY c.rank, c.due_at, c.case_id
     LIMIT least(:limit, (
       SELECT coalesce(sum(greatest(0, o.task_capacity - ${load})), 0)
       FROM officers o WHERE (:centreId::text IS NULL OR o.centre_id = :centreId) AND o.role = 'agent' AND o.active AND o.on_duty))`,
    { centreId, limit },
  );
  return rows;
}
