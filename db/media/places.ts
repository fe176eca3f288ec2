/** Media processes and the places of the running calls. */
import type { Knex } from 'knex';

export interface MediaServer {
  id: string;
  /** Address at which web processes reach its signalling. */
  url: string;
}

/** Renews the lease of a media process, or registers it. */
export async function renewServer(knex: Knex, { id, url }: MediaServer, leaseMs: number): Promise<void> {
  await knex('media_servers')
    .insert({ id, url, lease_until: fromNow(knex, leaseMs) })
    .onConflict('id')
    .merge(['url', 'lease_until']);
}

/** Ends the lease of a process that stops. Its rooms move at once. */
export async function releaseServer(knex: Knex, id: string): Promise<void> {
  await knex('media_servers').where({ id }).delete();
}

/** Returns a media process with a valid lease by its id. */
export async function liveServer(knex: Knex, id: string): Promise<MediaServer | undefined> {
  return knex('media_servers').where({ id }).where('lease_until', '>', knex.fn.now()).first<MediaServer | undefined>('id', 'url');
}

/** True when some media process can serve a call. */
export async function someServer(knex: Knex): Promise<boolean> {
  const row = await knex('media_servers').where('lease_until', '>', knex.fn.now()).first<{ id: string } | undefined>('id');
  return row !== undefined;
}

/**
 * Returns the process that serves a call: the one that has it, or the one with the fewest rooms when that one's lease has expired or the
 * call is new. Of two requests at the same moment one chooses, and the other follows.
 * @returns undefined when there is no media process
 */
export async function placeCall(knex: Knex, callId: string, caseId: string): Promise<MediaServer | undefined> {
  const { rows } = await knex.raw<{ rows: MediaServer[] }>(
    `WITH fewest AS (
       SELECT s.id FROM media_servers s LEFT JOIN media_rooms r ON r.server_id = s.id
       WHERE s.lease_until > now() GROUP BY s.id ORDER BY count(r.call_id), s.id LIMIT 1
     ), placed AS (
       INSERT INTO media_rooms AS room (call_id, case_id, server_id) SELECT :callId, :caseId, id FROM fewest
       ON CONFLICT (call_id) DO UPDATE SET server_id = CASE
         WHEN EXISTS (SELECT 1 FROM media_servers s WHERE s.id = room.server_id AND s.lease_until > now()) THEN room.server_id
         ELSE excluded.server_id END
       RETURNING server_id
     ) SELECT s.id, s.url FROM placed JOIN media_servers s ON s.id = placed.server_id`,
    { callId, caseId },
  );
  return rows[0];
}

export interface PlacedCall {
  callId: string;
  caseId: string;
}

/** Takes over the calls of processes whose lease has expired; at most 100 at a time. */
export async function adoptCalls(knex: Knex, serverId: string): Promise<PlacedCall[]> {
  const { rows } = await knex.raw<{ rows: PlacedCall[] }>(
    `UPDATE media_rooms SET server_id = :serverId WHERE call_id IN (
       SELECT r.call_id FROM media_rooms r
       WHERE NOT EXISTS (SELECT 1 FROM media_servers s WHERE s.id = r.server_id AND s.lease_until > now())
       ORDER BY r.call_id LIMIT 100 FOR UPDATE SKIP LOCKED
     ) RETURNING call_id AS "callId", case_id AS "caseId"`,
    { serverId },
  );
  return rows;
}

/** Forgets the place of a call that is over. */
export async function forgetCall(knex: Knex, callId: string): Promise<void> {
  await knex('media_rooms').where({ call_id: callId }).delete();
}

/** Forgets processes whose lease expired long ago. */
export async function forgetServers(knex: Knex): Promise<void> {
  await knex('media_servers').where('lease_until', '<', knex.raw(`now() - interval '1 hour'`)).delete();
}

const fromNow = (knex: Knex, ms: number): Knex.Raw => knex.raw(`now() + ? * interval '1 millisecond'`, [ms]);
