/**
 * Presence of waiting taxpayers, as a lease that their pages renew.
 *
 * 1. A taxpayer is absent when no page of theirs has been connected since the lease ran out. A taxpayer who asks is present at that moment.
 * 2. While the web processes renew nothing, as in an outage, nobody counts as absent; and afterwards everybody has the whole time again.
 */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';
import type { Servable } from './seats.ts';

/** Milliseconds for which a taxpayer is present after the last sign of one of their pages. */
const presenceMs = 45_000;
/** Milliseconds without a beat of any web process after which their renewals have had a gap. */
const beatGapMs = 60_000;
/** Minutes of absence after which a place is given up, for conversations begun before the policy had them. */
const usualAbsenceMinutes = 5;

/** Renews the leases of taxpayers who wait. */
export async function renewWaiting(knex: Knex, identityIds: readonly string[], forMs = presenceMs): Promise<void> {
  if (identityIds.length === 0) return;
  await prepared(
    knex,
    `INSERT INTO taxpayer_presence AS p (case_id, present_until)
     SELECT case_id, now() + make_interval(secs => :forMs::float8 / 1000) FROM chats
     WHERE identity_id = ANY(:identityIds) AND waiting_since IS NOT NULL
     ON CONFLICT (case_id) DO UPDATE SET present_until = greatest(p.present_until, excluded.present_until)`,
    { identityIds: [...identityIds], forMs },
  );
}

/** Tells that a web process renews the leases of its connections (rule 2). */
export async function beat(knex: Knex, gapMs = beatGapMs): Promise<void> {
  await prepared(
    knex,
    `INSERT INTO live_beats AS b (single) VALUES (true)
     ON CONFLICT (single) DO UPDATE
       SET at = now(), since = CASE WHEN b.at < now() - make_interval(secs => :gapMs::float8 / 1000) THEN now() ELSE b.since END`,
    { gapMs },
  );
}

/** Returns waiting cases whose taxpayer has been absent for longer than their policy allows. */
export async function deserted(knex: Knex, gapMs = beatGapMs, limit = 100): Promise<Servable[]> {
  const { rows } = await prepared<Servable>(
    knex,
    `SELECT c.case_id AS "caseId", k.kind
     FROM chats c JOIN cases k ON k.id = c.case_id JOIN live_beats b ON b.at > now() - make_interval(secs => :gapMs::float8 / 1000)
     LEFT JOIN taxpayer_presence p ON p.case_id = c.case_id
     WHERE c.waiting_since IS NOT NULL
       AND greatest(c.waiting_since, p.present_until, b.since)
         < now() - make_interval(secs => 60 * coalesce((k.policy ->> 'absenceMinutes')::float8, :usualAbsenceMinutes))
     ORDER BY c.waiting_since, c.case_id LIMIT :limit`,
    { gapMs, usualAbsenceMinutes, limit },
  );
  return rows;
}

/** Deletes leases of taxpayers who wait no more. */
export async function sweepPresence(knex: Knex): Promise<void> {
  await knex('taxpayer_presence')
    .where('present_until', '<', knex.fn.now())
    .whereNotExists(knex('chats').whereRaw('chats.case_id = taxpayer_presence.case_id AND waiting_since IS NOT NULL'))
    .delete();
}
