/** Chores of the audit log; the head of `audit.ts` has its rules. */
import type { Knex } from 'knex';

import { makePartitions } from './partitions.ts';

const foldedAtOnce = 1_000;

/**
 * Moves the counts of closed windows from `audit_looks` into the log. It waits one minute after a window ends, so that all statements that
 * began within it have finished.
 * @returns number of windows moved
 */
export async function foldLooks(knex: Knex, beat: () => void = () => undefined): Promise<number> {
  for (let folded = 0; ;) {
    const { rows } = await knex.raw<{ rows: { over: number }[] }>(
      `WITH over AS (
         DELETE FROM audit_looks WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM audit_looks WHERE window_start < now() - interval '6 minutes'
           ORDER BY window_start LIMIT :foldedAtOnce FOR UPDATE SKIP LOCKED))
         RETURNING *),
       folded AS (
         INSERT INTO audit_log (at, actor_kind, actor_id, region_id, action, object_kind, object_id, detail)
         SELECT last_at, actor_kind, actor_id, region_id, action, object_kind, object_id,
           detail || jsonb_build_object(shown_as, shown, 'further', further)
         FROM over WHERE further > 0)
       SELECT count(*)::int AS over FROM over`,
      { foldedAtOnce },
    );
    const over = rows[0]?.over ?? 0;
    folded += over;
    beat();
    if (over < foldedAtOnce) return folded;
  }
}

/** Number of months after the present one whose partitions are created in advance. */
const monthsAhead = 3;

/**
 * Creates the partitions of the coming months. A month whose rows are already in the default partition stays there, because no row of the
 * log can be moved.
 * @returns number of partitions created
 */
export const makeAuditPartitions = async (knex: Knex): Promise<number> =>
  makePartitions(knex, 'make_audit_partition', await monthsToMake(knex));

/**
 * Returns the months after the newest partition, each as the date of its first day. The present month is excluded: its rows may be in the
 * default partition.
 */
async function monthsToMake(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { month: string }[] }>(
    `WITH ends AS (
       SELECT substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''(.*)''\\)')::timestamptz AS at
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit_log'::regclass),
     present AS (SELECT date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') AS start)
     SELECT month::date::text AS month
     FROM present, generate_series(
       greatest(present.start + interval '1 month', (SELECT max(at) AT TIME ZONE 'Asia/Shanghai' FROM ends)),
       present.start + make_interval(months => :monthsAhead), interval '1 month') AS months(month)`,
    { monthsAhead },
  );
  return rows.map(({ month }) => month);
}
