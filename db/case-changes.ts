/**
 * Log of changed cases (migration 020), read incrementally by snapshot.
 *
 * 1. A reader keeps the snapshot of its last read and gets every row committed since: each once, none missing, however long its transaction
 *    took to commit.
 * 2. A position is the oldest transaction that was still in progress in a snapshot, and serves as a watermark. A reader that continues from
 *    a position may get some rows twice but misses none. Positions only grow.
 */
import type { Knex } from 'knex';

export interface CaseChange {
  /** Id of the transaction that wrote the row. */
  xid: bigint;
  caseId: string;
  version: number;
  regionId: string;
  centreId: string;
  /** Former centre, when the change moved the case. */
  leftCentreId: string | null;
  identityId: string;
  at: Date;
}

/** Snapshot of a read, as PostgreSQL writes a pg_snapshot. */
export interface Seen {
  snapshot: string;
  position: bigint;
}

interface Row {
  snapshot: string;
  position: string;
  xid: string | null;
  id: string;
  case_id: string;
  version: number;
  region_id: string;
  centre_id: string;
  left_centre_id: string | null;
  identity_id: string;
  at: Date;
}

const columns =
  'c.xid::text AS xid, c.id::text AS id, c.case_id, c.version, c.region_id, c.centre_id, c.left_centre_id, c.identity_id, c.at';
const pageSize = 1_000;

const changeOf = (row: Row & { xid: string }): CaseChange => ({
  xid: BigInt(row.xid),
  caseId: row.case_id,
  version: row.version,
  regionId: row.region_id,
  centreId: row.centre_id,
  leftCentreId: row.left_centre_id,
  identityId: row.identity_id,
  at: row.at,
});
const isChange = (row: Row): row is Row & { xid: string } => row.xid !== null;

/**
 * Returns the newest rows of the log, oldest first.
 * @param most maximum number of rows
 */
export async function latestChanges(knex: Knex, most: number): Promise<{ seen: Seen; changes: CaseChange[] }> {
  // Rows of future transactions come from a log that was restored into a younger cluster.
  const { rows } = await knex.raw<{ rows: Row[] }>(
    `SELECT s::text AS snapshot, pg_snapshot_xmin(s)::text AS position, ${columns}
     FROM pg_current_snapshot() s
     LEFT JOIN LATERAL (SELECT * FROM case_changes WHERE xid < pg_snapshot_xmax(s) ORDER BY xid DESC, id DESC LIMIT :most) c ON true
     ORDER BY c.xid, c.id`,
    { most },
  );
  return { seen: seenOf(rows), changes: rows.filter(isChange).map(changeOf) };
}

/**
 * Returns the changes committed since a snapshot.
 * @param most when there are more, `changes` is null and the reader continues from `seen`
 */
export async function changesSince(knex: Knex, since: Seen, most: number): Promise<{ seen: Seen; changes: CaseChange[] | null }> {
  const changes: CaseChange[] = [];
  let seen: Seen | null = null;
  let last: Row | undefined;
  for (;;) {
    const { rows }: { rows: Row[] } = await knex.raw<{ rows: Row[] }>(
      `SELECT s::text AS snapshot, pg_snapshot_xmin(s)::text AS position, ${columns}
       FROM (SELECT coalesce(:until::pg_snapshot, pg_current_snapshot()) AS s) moment
       LEFT JOIN LATERAL (
         SELECT * FROM case_changes
         WHERE xid >= pg_snapshot_xmin(:since::pg_snapshot) AND xid < pg_snapshot_xmax(s) AND (xid, id) > (:lastXid::xid8, :lastId::bigint)
           AND NOT pg_visible_in_snapshot(xid, :since::pg_snapshot) AND pg_visible_in_snapshot(xid, s)
         ORDER BY xid, id LIMIT :pageSize) c ON true
       ORDER BY c.xid, c.id`,
      { since: since.snapshot, until: seen?.snapshot ?? null, lastXid: last?.xid ?? '0', lastId: last?.id ?? '0', pageSize },
    );
    seen ??= seenOf(rows);
    const found = rows.filter(isChange);
    changes.push(...found.map(changeOf));
    if (changes.length > most) return { seen, changes: null };
    if (found.length < pageSize) return { seen, changes };
    last = found.at(-1);
  }
}

function seenOf([first]: readonly Row[]): Seen {
  if (!first) throw new Error('a snapshot gave no row');
  return { snapshot: first.snapshot, position: BigInt(first.position) };
}

/** Number of the oldest rows that one round checks. */
const pruneAtOnce = 5_000;

/**
 * Deletes rows older than an hour, oldest transactions first, so that the rest is complete from some transaction on.
 * @returns number of deleted rows
 */
export async function pruneChanges(knex: Knex): Promise<number> {
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `DELETE FROM case_changes WHERE xid <= (
       SELECT max(xid) FROM (SELECT xid, at FROM case_changes ORDER BY xid LIMIT :pruneAtOnce) oldest WHERE at < now() - interval '1 hour')`,
    { pruneAtOnce },
  );
  return rowCount;
}
