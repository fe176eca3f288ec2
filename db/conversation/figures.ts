/** Figures of conversations in a period, for the supervisor's board and reports (J3). */
import type { Knex } from 'knex';

import type { RequestCause } from '../../domain/conversation/conversation.ts';
import { prepared } from '../prepared.ts';
import { receiving } from '../presence.ts';

/** Seconds within which the first answer is due after an officer was asked for (GB/T 33358). */
const soonSeconds = 180;

export interface ConversationFigures {
  /** Conversations that ended in the period; the next three are parts of them. */
  ended: number;
  /** Nobody asked for an officer. */
  robotOnly: number;
  /** An officer was asked for and never came. */
  abandoned: number;
  /** An officer had the floor. */
  attended: number;
  /** Conversations in which an officer had the floor for the first time in the period, and those of them within three minutes. */
  answered: number;
  answeredSoon: number;
  /** Whole seconds for which officers were free while conversations waited that they could have taken, of each wait. */
  idleSeconds: number;
  /** Requests for an officer by their reason, the most frequent first. */
  causes: { cause: RequestCause; count: number }[];
}

/**
 * Counts by the day of the event: an end on the day of the end, an answer on the day of the answer, a request on its own day.
 * @param kind the kind of such cases
 */
export async function conversationFigures(
  knex: Knex,
  kind: string,
  { centreIds, since, until }: { centreIds: readonly string[]; since: Date; until: Date },
): Promise<ConversationFigures> {
  const { rows } = await prepared<ConversationFigures>(
    knex,
    `SELECT ended.*, answered.*,
       (SELECT coalesce(sum(floor(idle_seconds)), 0)::int FROM seat_grants
        WHERE centre_id = ANY(:centreIds::text[]) AND at >= :since AND at < :until) AS "idleSeconds",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('cause', cause, 'count', count) ORDER BY count DESC, cause), '[]') FROM (
          SELECT e.data ->> 'cause' AS cause, count(*)::int AS count
          FROM case_events e JOIN cases k ON k.id = e.case_id
          WHERE e.type = 'requested' AND e.at >= :since AND e.at < :until AND k.kind = :kind AND k.centre_id = ANY(:centreIds::text[])
          GROUP BY 1) requests) AS causes
     FROM (
       SELECT count(*)::int AS ended, count(*) FILTER (WHERE first_asked_at IS NULL AND first_answered_at IS NULL)::int AS "robotOnly",
         count(*) FILTER (WHERE first_asked_at IS NOT NULL AND first_answered_at IS NULL)::int AS abandoned,
         count(*) FILTER (WHERE first_answered_at IS NOT NULL)::int AS attended
       FROM cases WHERE kind = :kind AND centre_id = ANY(:centreIds::text[]) AND closed_at >= :since AND closed_at < :until) ended,
     (SELECT count(*)::int AS answered,
         count(*) FILTER (WHERE first_answered_at - first_asked_at <= make_interval(secs => ${String(soonSeconds)}))::int AS "answeredSoon"
       FROM cases
       WHERE kind = :kind AND centre_id = ANY(:centreIds::text[]) AND first_answered_at >= :since AND first_answered_at < :until) answered`,
    { kind, centreIds: [...centreIds], since, until },
  );
  const [row] = rows;
  if (row === undefined) throw new Error('a query without conditions gave no row');
  return row;
}

/**
 * Returns the whole seconds for which officers have been free while conversations wait now that they could take.
 * @param caseIds conversations that could be taken now (`servable`)
 */
export async function idleSecondsNow(knex: Knex, caseIds: readonly string[]): Promise<number> {
  if (caseIds.length === 0) return 0;
  const { rows } = await prepared<{ seconds: number }>(
    knex,
    `SELECT coalesce(sum(floor(greatest(0, idle.seconds))), 0)::int AS seconds
     FROM chats c
     CROSS JOIN LATERAL (
       SELECT max(extract(epoch FROM clock_timestamp() - idle_since(c, o))) AS seconds
       FROM officers o
       WHERE o.centre_id = c.centre_id AND ${receiving}
         AND EXISTS (SELECT FROM officer_skills s WHERE s.officer_id = o.id AND s.type_id = c.type_id)
         AND (SELECT count(*) FROM chats held WHERE held.held_by = o.id) < o.capacity) idle
     WHERE c.case_id = ANY(:caseIds::uuid[]) AND c.waiting_since IS NOT NULL`,
    { caseIds: [...caseIds] },
  );
  return rows[0]?.seconds ?? 0;
}
