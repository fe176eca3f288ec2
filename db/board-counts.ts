/** Counts of the supervisor's board, maintained by triggers on the to-dos (docs/decisions/009). */
import type { Knex } from 'knex';

import { daysOf } from '../domain/ages.ts';
import { boardKind } from '../domain/kinds.ts';
import { dateOf, dayNumberOf } from '../domain/shanghai.ts';

/**
 * Number of orders by state. `in_time`, `warned`, `overdue` and `awaiting` (the clock is paused until the papers arrive) partition the open
 * orders; the other counts overlap with them.
 */
export interface Standing {
  open: number;
  in_time: number;
  warned: number;
  overdue: number;
  awaiting: number;
  urged: number;
  disputed: number;
  unassigned: number;
}

export const standingKeys = ['open', 'in_time', 'warned', 'overdue', 'awaiting', 'urged', 'disputed', 'unassigned'] as const;

const cell = 'counted_by, centre_id, kind, type_id, stage, opened_on, assignee_id';
const sums = standingKeys.map((key) => `sum(${key})::int AS ${key}`).join(', ');
/** Merges days that are old enough to belong to the last age step. */
const long = (day: string): string => `CASE WHEN ${day} < :longAgo::date THEN '-infinity' ELSE ${day} END`;
/** One day of margin, for a machine whose clock is behind. */
const longAgo = (): string => dateOf(dayNumberOf(Date.now()) - daysOf('older').from - 1);

/**
 * Folds the changes since the last run into the counts, and merges old days. Readers see the fold as a whole or not at all; writers never
 * wait. When two runs overlap, the second does nothing.
 * @returns number of changes folded
 */
export async function foldBoard(knex: Knex): Promise<number> {
  return await knex.transaction(async (trx) => {
    const { rows: turn } = await trx.raw<{ rows: { mine: boolean }[] }>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended('fold-board', 0)) AS mine`,
    );
    if (turn[0]?.mine !== true) return 0;
    const { rows } = await trx.raw<{ rows: { changes: number }[] }>(
      `WITH changed AS (DELETE FROM board_changes RETURNING *),
       aged AS (DELETE FROM board_counts WHERE opened_on < :longAgo::date AND opened_on > '-infinity' RETURNING *),
       folded AS (
         INSERT INTO board_counts (${cell}, ${standingKeys.join(', ')})
         SELECT counted_by, centre_id, kind, type_id, stage, ${long('opened_on')}, assignee_id, ${sums}
         FROM (SELECT * FROM changed UNION ALL SELECT * FROM aged) AS taken GROUP BY 1, 2, 3, 4, 5, 6, 7
         ON CONFLICT (${cell}) DO UPDATE SET ${standingKeys.map((key) => `${key} = board_counts.${key} + excluded.${key}`).join(', ')})
       SELECT count(*) AS changes FROM changed`,
      { longAgo: longAgo() },
    );
    await trx.raw('DELETE FROM board_counts WHERE open = 0');
    return rows[0]?.changes ?? 0;
  });
}

interface Wrong extends Standing {
  counted_by: string;
  centre_id: string;
  kind: string;
  type_id: string | null;
  stage: string | null;
  opened_on: string | null;
  assignee_id: string | null;
}

/**
 * Compares the board's counts with a count of the to-dos in the same snapshot; empty when they agree.
 * @returns one sentence per wrong count
 */
export async function wrongBoardCounts(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: Wrong[] }>(
    `WITH dated AS (SELECT t.*, ${long(`(opened_at AT TIME ZONE 'UTC' + interval '8 hours')::date`)} AS opened_on FROM tasks t),
     counted AS (
       SELECT cells.*, ${standingKeys.map((key) => `CASE WHEN counted_by = 'age' AND '${key}' <> 'open' THEN 0 ELSE count(*) FILTER (WHERE ${conditions[key]}) END AS ${key}`).join(', ')}
       FROM dated, LATERAL (VALUES
         ('stage', centre_id, kind, type_id, stage, NULL::date, NULL::uuid),
         ('age', centre_id, kind, type_id, stage, opened_on, NULL),
         ('holder', centre_id, kind, NULL, NULL, NULL, assignee_id)) AS cells (${cell})
       WHERE counted_by = 'holder' OR cells.kind = '${boardKind}' GROUP BY ${cell.replaceAll(/(\w+)/g, 'cells.$1')})
     SELECT ${cell.replace('opened_on', 'opened_on::text AS opened_on')}, ${sums}
     FROM (
       SELECT ${cell.replace('opened_on', `${long('opened_on')} AS opened_on`)}, ${standingKeys.join(', ')}
       FROM (SELECT * FROM board_counts UNION ALL SELECT * FROM board_changes) AS kept
       UNION ALL SELECT ${cell}, ${standingKeys.map((key) => `-${key}`).join(', ')} FROM counted) AS difference
     GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING ${standingKeys.map((key) => `sum(${key}) <> 0`).join(' OR ')} ORDER BY 1, 2, 3, 4, 5, 6, 7`,
    { longAgo: longAgo() },
  );
  return rows.map(({ counted_by, centre_id, kind, type_id, stage, opened_on, assignee_id, ...counts }) => {
    const of = { stage: `at ${type_id ?? ''}, ${stage ?? ''}`, age: `at ${type_id ?? ''}, ${stage ?? ''} since ${opened_on ?? ''}` };
    const where = counted_by === 'stage' || counted_by === 'age' ? of[counted_by] : `held by ${assignee_id ?? 'nobody'}`;
    const amiss = standingKeys.filter((key) => counts[key] !== 0).map((key) => `${key} by ${String(counts[key])}`);
    return `the board of ${centre_id} miscounts the ${kind} ${where}: ${amiss.join(', ')}`;
  });
}

/** SQL conditions on a to-do, per count. */
const conditions: Record<keyof Standing, string> = {
  open: 'true',
  in_time: `status <> 'awaiting-materials' AND NOT escalated AND NOT warned`,
  warned: `status <> 'awaiting-materials' AND NOT escalated AND warned`,
  overdue: `status <> 'awaiting-materials' AND escalated`,
  awaiting: `status = 'awaiting-materials'`,
  urged: 'urges > 0',
  disputed: `status = 'disputed'`,
  unassigned: 'dated.assignee_id IS NULL',
};
