/** Promises of waits: what a waiting taxpayer was told first, and whether an officer came by then. */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/**
 * Records the wait that a taxpayer is told; the first one of each wait counts.
 * @param waitingSince epoch milliseconds
 * @param minutes from now on
 */
export async function recordPromise(
  knex: Knex,
  caseId: string,
  waitingSince: number,
  minutes: { from: number; to: number },
): Promise<void> {
  const waited = (Date.now() - waitingSince) / 60_000;
  await prepared(
    knex,
    `INSERT INTO wait_promises (case_id, asked_at, from_minutes, to_minutes) VALUES (:caseId, :askedAt, :from, :to) ON CONFLICT DO NOTHING`,
    { caseId, askedAt: new Date(waitingSince), from: Math.floor(waited + minutes.from), to: Math.ceil(waited + minutes.to) },
  );
}

export interface PromisesKept {
  /** Waits of which an end was promised, and that are decided: an officer came, or the promised time is over. */
  promised: number;
  /** Of these, how often an officer came in time. */
  kept: number;
}

/**
 * Counts the promises of a period. Taxpayers who left the queue before the promised time was over are not counted.
 * @param centreId null for all centres of the region
 */
export async function promisesKept(
  knex: Knex,
  { regionId, centreId, from, to }: { regionId: string; centreId: string | null; from: Date; to: Date },
): Promise<PromisesKept> {
  const { rows } = await prepared<PromisesKept>(
    knex,
    `WITH waits AS (
       SELECT w.asked_at + make_interval(mins => w.to_minutes) AS due, ended.at AS ended_at, ended.answered
       FROM wait_promises w JOIN cases k ON k.id = w.case_id
       LEFT JOIN LATERAL (
         SELECT e.at, e.type IN ('accepted', 'connected') AS answered FROM case_events e
         WHERE e.case_id = w.case_id AND e.at >= w.asked_at
           AND e.type IN ('accepted', 'connected', 'queue-left', 'queue-lapsed', 'closed')
         ORDER BY e.version LIMIT 1) ended ON true
       WHERE k.region_id = :regionId AND (:centreId::text IS NULL OR k.centre_id = :centreId) AND w.asked_at >= :from AND w.asked_at < :to),
     decided AS (
       SELECT coalesce(answered AND ended_at <= due, false) AS kept FROM waits
       WHERE answered OR due < coalesce(ended_at, now()))
     SELECT count(*)::int AS promised, count(*) FILTER (WHERE kept)::int AS kept FROM decided`,
    { regionId, centreId, from, to },
  );
  return rows[0] ?? { promised: 0, kept: 0 };
}
