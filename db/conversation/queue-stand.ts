import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/** Place in the queue and the expected wait in minutes. */
export interface QueueStand {
  place: number;
  /** Null when too little was measured to say anything. */
  minutes: { from: number; to: number } | null;
}

/** Number of measured waits of at least this length, below which nothing is promised. */
const leastMeasured = 20;

/**
 * Returns where a conversation stands in the queue of its centre, and how much longer it waits: of the last four weeks' waits in the centre
 * that were longer than this one is by now, the middle half, less the time waited. Null when it does not wait.
 */
export async function queueStand(knex: Knex, caseId: string): Promise<QueueStand | null> {
  const { rows } = await prepared<{ place: number; measured: number; lower: number | null; upper: number | null }>(
    knex,
    `WITH mine AS (
       SELECT *, extract(epoch FROM now() - waiting_since) / 60 AS waited FROM chats WHERE case_id = :caseId AND waiting_since IS NOT NULL),
     ahead AS (
       SELECT count(*)::int AS places FROM chats c, mine
       WHERE c.centre_id = mine.centre_id AND c.waiting_since IS NOT NULL
         AND (c.waiting_rank, c.waiting_since, c.case_id) < (mine.waiting_rank, mine.waiting_since, mine.case_id)),
     measured AS (
       SELECT extract(epoch FROM k.first_answered_at - k.first_asked_at) / 60 AS minutes
       FROM cases k, mine
       WHERE k.centre_id = mine.centre_id AND k.kind = (SELECT kind FROM cases WHERE id = :caseId)
         AND k.first_answered_at > now() - interval '28 days' AND k.first_asked_at IS NOT NULL
       ORDER BY k.first_answered_at DESC LIMIT 500),
     longer AS (SELECT minutes - mine.waited AS minutes FROM measured, mine WHERE minutes > mine.waited)
     SELECT ahead.places + 1 AS place, (SELECT count(*)::int FROM longer) AS measured,
       (SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY minutes) FROM longer) AS lower,
       (SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY minutes) FROM longer) AS upper
     FROM mine, ahead`,
    { caseId },
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { place, measured, lower, upper } = row;
  return {
    place,
    minutes:
      measured < leastMeasured || lower === null || upper === null ? null : { from: Math.floor(lower), to: Math.max(1, Math.ceil(upper)) },
  };
}
