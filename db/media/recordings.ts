/**
 * Recordings of calls and their files.
 *
 * 1. A part is registered before its file is written, under the media process that writes it, so no file is without a row.
 * 2. A part whose process is gone is lost: its file was not stored. Its recording is incomplete, and stays so.
 * 3. Files are deleted when their time is over. The recording's row stays.
 */
import type { Knex } from 'knex';

import type { MediaUse } from '../../domain/call.ts';
import { system } from '../../domain/case.ts';
import { audit } from '../audit.ts';

export interface RecordedCall {
  caseId: string;
  callId: string;
  recordingId: string;
}

/** Registers a recording, unless another process has done so. @returns when it was begun */
export async function beginRecording(knex: Knex, { caseId, callId, recordingId, days }: RecordedCall & { days: number }): Promise<Date> {
  await knex('call_recordings')
    .insert({ id: recordingId, case_id: caseId, call_id: callId, keep_until: knex.raw(`now() + ? * interval '1 day'`, [days]) })
    .onConflict('id')
    .ignore();
  const row = await knex('call_recordings').where({ id: recordingId }).first<{ begun_at: Date } | undefined>('begun_at');
  if (row === undefined) throw new Error('a recording is not there after it was registered');
  return row.begun_at;
}

export interface NewPart {
  id: string;
  recordingId: string;
  serverId: string;
  side: 'taxpayer' | 'officer';
  use: MediaUse;
  /** Milliseconds from the beginning of the recording to its first frame. */
  offsetMs: number;
}

export async function beginPart(knex: Knex, { id, recordingId, serverId, side, use, offsetMs }: NewPart): Promise<void> {
  await knex('call_recording_parts').insert({ id, recording_id: recordingId, server_id: serverId, side, use, offset_ms: offsetMs });
}

/** @returns false when the part was given up meanwhile */
export const storePart = async (knex: Knex, id: string, { durationMs, size }: { durationMs: number; size: number }): Promise<boolean> =>
  (await knex('call_recording_parts').where({ id, status: 'writing' }).update({ status: 'stored', duration_ms: durationMs, size })) > 0;

/** @returns true when it was complete so far: this is to be told once */
export const markIncomplete = async (knex: Knex, recordingId: string): Promise<boolean> =>
  (await knex('call_recordings').where({ id: recordingId, incomplete: false }).update({ incomplete: true })) > 0;

export const losePart = async (knex: Knex, id: string): Promise<void> => {
  await knex('call_recording_parts').where({ id, status: 'writing' }).update({ status: 'lost' });
};

/** Gives up the parts of processes that are gone; at most 100 at a time. @returns the recordings that are incomplete since then */
export async function loseParts(knex: Knex): Promise<RecordedCall[]> {
  const { rows } = await knex.raw<{ rows: RecordedCall[] }>(
    `WITH gone AS (
       UPDATE call_recording_parts SET status = 'lost' WHERE id IN (
         SELECT p.id FROM call_recording_parts p
         WHERE p.status = 'writing' AND NOT EXISTS (SELECT FROM media_servers s WHERE s.id = p.server_id AND s.lease_until > now())
         ORDER BY p.id LIMIT 100 FOR UPDATE SKIP LOCKED
       ) RETURNING recording_id
     ) UPDATE call_recordings SET incomplete = true WHERE id IN (SELECT recording_id FROM gone) AND NOT incomplete
     RETURNING id AS "recordingId", call_id AS "callId", case_id AS "caseId"`,
  );
  return rows;
}

interface RecordingPartRow {
  id: string;
  side: NewPart['side'];
  use: MediaUse;
  offset_ms: number;
  duration_ms: number;
  size: number;
}

export interface RecordingRow {
  id: string;
  call_id: string;
  begun_at: Date;
  keep_until: Date;
  incomplete: boolean;
  deleted_at: Date | null;
  /** True while something of it is written. */
  writing: boolean;
  parts: RecordingPartRow[];
}

/** Returns the recordings of a case, the earliest first; at most 100. */
export async function recordingsOf(knex: Knex, caseId: string): Promise<RecordingRow[]> {
  const { rows } = await knex.raw<{ rows: RecordingRow[] }>(
    `SELECT r.id, r.call_id, r.begun_at, r.keep_until, r.incomplete, r.deleted_at,
       coalesce(bool_or(p.status = 'writing'), false) AS writing,
       coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'side', p.side, 'use', p.use, 'offset_ms', p.offset_ms,
         'duration_ms', p.duration_ms, 'size', p.size) ORDER BY p.offset_ms, p.id) FILTER (WHERE p.status = 'stored'), '[]') AS parts
     FROM call_recordings r LEFT JOIN call_recording_parts p ON p.recording_id = r.id
     WHERE r.case_id = :caseId GROUP BY r.id ORDER BY r.begun_at, r.id LIMIT 100`,
    { caseId },
  );
  return rows;
}

/** Returns a stored part of a recording of this case. */
export const partOf = (
  knex: Knex,
  { caseId, recordingId, partId }: { caseId: string; recordingId: string; partId: string },
): Promise<RecordingPartRow | undefined> =>
  knex('call_recording_parts AS p')
    .join('call_recordings AS r', 'r.id', 'p.recording_id')
    .where({ 'p.id': partId, 'r.id': recordingId, 'r.case_id': caseId, 'p.status': 'stored' })
    .whereNull('r.deleted_at')
    .first<RecordingPartRow | undefined>('p.id', 'p.side', 'p.use', 'p.offset_ms', 'p.duration_ms', 'p.size');

/**
 * Deletes the recordings whose time is over. Files go before their rows, so a round that breaks off is repeated. One that cannot be deleted
 * does not stop the others.
 * @param removeFile removes a file; a missing one is no error
 * @returns number of deleted recordings
 * @throws AggregateError after the others, with what went wrong
 */
export async function sweepRecordings(knex: Knex, removeFile: (id: string) => Promise<void>): Promise<number> {
  let deleted = 0;
  const failures: unknown[] = [];
  for (let last = '00000000-0000-0000-0000-000000000000'; ;) {
    const due = await knex('call_recordings AS r')
      .join('cases AS c', 'c.id', 'r.case_id')
      .where('r.keep_until', '<', knex.fn.now())
      .where('r.id', '>', last)
      .whereNull('r.deleted_at')
      .orderBy('r.id')
      .limit(20)
      .select<Due[]>('r.id', 'c.id AS caseId', 'c.region_id AS regionId');
    for (const one of due) {
      try {
        await deleteRecording(knex, one, removeFile);
        deleted += 1;
      } catch (error) {
        failures.push(error);
      }
    }
    const final = due.at(-1);
    if (final === undefined) break;
    last = final.id;
  }
  if (failures.length > 0) throw new AggregateError(failures, `${String(failures.length)} recordings could not be deleted`);
  return deleted;
}

interface Due {
  id: string;
  caseId: string;
  regionId: string;
}

async function deleteRecording(knex: Knex, { id, caseId, regionId }: Due, removeFile: (id: string) => Promise<void>): Promise<void> {
  const parts = await knex('call_recording_parts').where({ recording_id: id }).pluck<string[]>('id');
  for (const part of parts) await removeFile(part);
  await knex.transaction(async (trx) => {
    await trx('call_recording_parts').where({ recording_id: id }).delete();
    await trx('call_recordings').where({ id }).update({ deleted_at: trx.fn.now() });
    await audit(trx, {
      actor: system,
      regionId,
      action: 'delete-recording',
      objectKind: 'recording',
      objectId: id,
      requestId: null,
      detail: { caseId },
    });
  });
}
