/**
 * Seats: free capacity of officers for cases with a chat (C3, C4).
 *
 * 1. An officer can take a case while they are online, present, know its type or belong to the group that it waits for, hold fewer than their capacity, and have not been passed
 *    over for it.
 * 2. What an officer holds is counted from the chats, so it cannot drift.
 * 3. A case gets an officer only if nobody who can also be served by that officer is before it in the queue: raised cases first, then the
 *    longest waiting.
 * 4. Of the officers who can take it, the preferred one comes first, then the one who holds least, then the one who has waited longest for
 *    a new case.
 * 5. Grants in one centre are serialised by `takeTurn` of the projection.
 */
import type { Knex } from 'knex';

import type { CaseKind } from '../../domain/case.ts';
import type { SeatAsk } from '../../domain/kind.ts';
import { prepared } from '../prepared.ts';
import { receiving } from '../presence.ts';

/** Officers `o` who can take the case `c` (rules 1 and 2). */
const able = `
  o.centre_id = c.centre_id AND ${receiving}
  AND CASE WHEN c.waiting_group IS NULL
    THEN EXISTS (SELECT FROM officer_skills s WHERE s.officer_id = o.id AND s.type_id = c.type_id)
    ELSE EXISTS (SELECT FROM group_members g WHERE g.officer_id = o.id AND g.group_id = c.waiting_group) END
  AND NOT EXISTS (
    SELECT FROM jsonb_to_recordset(c.passed_over) AS p("officerId" uuid, until bigint)
    WHERE p."officerId" = o.id AND p.until > extract(epoch FROM now()) * 1000)
  AND (SELECT count(*) FROM chats held WHERE held.held_by = o.id AND held.case_id <> c.case_id) < o.capacity`;

/**
 * Chooses the officer for a case (rules 3 and 4).
 * @param trx transaction that holds the turn of the centre
 * @returns an officer's id; null when nobody can take it now
 */
export async function chooseSeat(trx: Knex.Transaction, ask: SeatAsk): Promise<string | null> {
  const { caseId, centreId, typeId, since, rank, passedOver, groupId, preferred, only } = ask;
  if (only !== null) return (await hasFreeSeat(trx, only, ask)) ? only : null;
  const { rows } = await prepared<{ id: string }>(
    trx,
    `SELECT o.id
     FROM (SELECT :caseId::uuid AS case_id, :centreId::text AS centre_id, :typeId::text AS type_id, :passedOver::jsonb AS passed_over,
           :groupId::text AS waiting_group) c
     JOIN officers o ON ${able}
     LEFT JOIN LATERAL (SELECT count(*) AS held, max(h.last_at) AS latest FROM chats h WHERE h.held_by = o.id) load ON true
     WHERE NOT EXISTS (
       SELECT FROM chats c
       WHERE c.centre_id = :centreId AND c.waiting_since IS NOT NULL AND c.case_id <> :caseId
         AND (c.waiting_rank, c.waiting_since, c.case_id) < (:rank::smallint, :since::timestamptz, :caseId::uuid) AND ${able})
     ORDER BY o.id IS NOT DISTINCT FROM :preferred::uuid DESC, load.held, load.latest NULLS FIRST, o.id
     LIMIT 1`,
    { caseId, centreId, typeId, rank, since: new Date(since).toISOString(), passedOver: JSON.stringify(passedOver), groupId, preferred },
  );
  return rows[0]?.id ?? null;
}

/** A case that is taken or given by decision needs free capacity only: no skill, and no place in the queue. */
async function hasFreeSeat(trx: Knex.Transaction, officerId: string, { caseId, centreId }: SeatAsk): Promise<boolean> {
  const { rows } = await prepared(
    trx,
    `SELECT FROM officers o
     WHERE o.id = :officerId AND o.centre_id = :centreId AND o.active
       AND (SELECT count(*) FROM chats held WHERE held.held_by = o.id AND held.case_id <> :caseId) < o.capacity`,
    { officerId, centreId, caseId },
  );
  return rows.length > 0;
}

/** A case that waits although an officer can take it. */
export interface Servable {
  caseId: string;
  kind: CaseKind;
}

/**
 * Returns the waiting cases of a centre that an officer can take now, in the order of the queue: no more than there are free seats.
 * @param centreId null for all centres
 */
export async function servable(knex: Knex, centreId: string | null, limit = 100): Promise<Servable[]> {
  const { rows } = await prepared<Servable>(
    knex,
    `SELECT c.case_id AS "caseId", cases.kind
     FROM chats c JOIN cases ON cases.id = c.case_id
     WHERE c.waiting_since IS NOT NULL AND (:centreId::text IS NULL OR c.centre_id = :centreId)
       AND EXISTS (SELECT FROM officers o WHERE ${able})
     ORDER BY c.waiting_rank, c.waiting_since, c.case_id
     LIMIT least(:limit, (
       SELECT coalesce(sum(greatest(0, o.capacity - (SELECT count(*) FROM chats held WHERE held.held_by = o.id))), 0)
       FROM officers o
       WHERE (:centreId::text IS NULL OR o.centre_id = :centreId) AND ${receiving}))`,
    { centreId, limit },
  );
  return rows;
}

/** A case whose officer is absent. */
export interface Abandoned extends Servable {
  officerId: string;
}

/** Minutes for which an absent officer keeps a case that was begun before its policy had them. */
const usualGraceMinutes = 1;

/** Returns the cases whose officer's lease of presence expired longer ago than their policy allows. */
export async function abandoned(knex: Knex, limit = 100): Promise<Abandoned[]> {
  const { rows } = await prepared<Abandoned>(
    knex,
    `SELECT c.case_id AS "caseId", cases.kind, c.held_by AS "officerId"
     FROM chats c JOIN cases ON cases.id = c.case_id JOIN officers o ON o.id = c.held_by
     WHERE c.held_by IS NOT NULL AND coalesce(o.present_until, '-infinity') 
         < now() - make_interval(secs => 60 * coalesce((cases.policy ->> 'graceMinutes')::float8, :usualGraceMinutes))
     ORDER BY o.present_until, c.case_id LIMIT :limit`,
    { usualGraceMinutes, limit },
  );
  return rows;
}
