import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';
import { attending } from '../presence.ts';

/** Centre at which a taxpayer's conversation begins, and what stands in its way. */
export interface ConversationGround {
  centreId: string | null;
  typeId: string | null;
  /** Conversation of this taxpayer that goes on. */
  running: { id: string; status: string } | null;
  /** The last one that ended and can still be rated. */
  ratable: string | null;
}

/**
 * Returns the centre that serves a taxpayer (the one that had their last case, else the region's first), and their running conversation.
 * @param kind the kind of such cases
 */
export async function conversationGround(knex: Knex, identityId: string, regionId: string, kind: string): Promise<ConversationGround> {
  const { rows } = await prepared<{
    centreId: string | null;
    typeId: string | null;
    runningId: string | null;
    runningStatus: string | null;
    ratable: string | null;
  }>(
    knex,
    `SELECT
       coalesce(
         (SELECT centre_id FROM cases WHERE identity_id = :identityId ORDER BY opened_at DESC LIMIT 1),
         (SELECT id FROM centres WHERE region_id = :regionId ORDER BY position, id LIMIT 1)) AS "centreId",
       (SELECT id FROM case_types WHERE region_id = :regionId AND kind = :kind AND active ORDER BY position, id LIMIT 1) AS "typeId",
       running.id AS "runningId", running.status AS "runningStatus", ratable.id AS ratable
     FROM (SELECT) nothing
     LEFT JOIN LATERAL (
       SELECT id, status FROM cases WHERE identity_id = :identityId AND kind = :kind AND closed_at IS NULL ORDER BY opened_at DESC LIMIT 1) running
       ON true
     LEFT JOIN LATERAL (
       SELECT id FROM cases WHERE identity_id = :identityId AND kind = :kind AND closed_at IS NOT NULL AND live AND stars IS NULL
       ORDER BY closed_at DESC LIMIT 1) ratable ON true`,
    { identityId, regionId, kind },
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  const { centreId, typeId, runningId, runningStatus, ratable } = row;
  return {
    centreId,
    typeId,
    ratable,
    running: runningId === null || runningStatus === null ? null : { id: runningId, status: runningStatus },
  };
}

/** Returns the officer who had the taxpayer's last conversation, if it ended after the instant. */
export async function lastOfficerOf(knex: Knex, identityId: string, kind: string, since: Date): Promise<string | null> {
  const { rows } = await prepared<{ officer: string | null }>(
    knex,
    `SELECT state ->> 'lastOfficerId' AS officer FROM cases
     WHERE identity_id = :identityId AND kind = :kind AND closed_at > :since ORDER BY closed_at DESC LIMIT 1`,
    { identityId, kind, since },
  );
  return rows[0]?.officer ?? null;
}

/** Numbers that decide if a centre can take a request for an officer now. */
export interface Attendance {
  /** Officers of the centre who are present and not away. */
  present: number;
  waiting: number;
}

export async function attendanceOf(knex: Knex, centreId: string): Promise<Attendance> {
  const { rows } = await prepared<Attendance>(
    knex,
    `SELECT
       (SELECT count(*)::int FROM officers o WHERE o.centre_id = :centreId AND ${attending}) AS present,
       (SELECT count(*)::int FROM chats WHERE centre_id = :centreId AND waiting_since IS NOT NULL) AS waiting`,
    { centreId },
  );
  return rows[0] ?? { present: 0, waiting: 0 };
}
