/**
 * What people write and hand in, before a case takes it up: inert rows under ids that the client made. Written again they
 * change nothing, so that a request can be repeated; a case adopts them when its image is written.
 */
import type { Knex } from 'knex';

import type { Actor } from '../domain/case.ts';
import { Upload } from './models/index.ts';

export type Author = Exclude<Actor, { kind: 'system' }>;

export interface InertText {
  id: string;
  body: string;
}

/**
 * @returns `new` when all were written now, `kept` when they were there as given, `other` when an id holds something else
 */
export async function keepTexts(
  knex: Knex,
  author: Author,
  caseId: string,
  texts: readonly InertText[],
): Promise<'new' | 'kept' | 'other'> {
  if (texts.length === 0) return 'kept';
  const ids = texts.map(({ id }) => id);
  const inserted = await knex('texts')
    .insert(texts.map(({ id, body }) => ({ id, body, author_kind: author.kind, author_id: author.id, case_id: caseId })))
    .onConflict('id')
    .ignore()
    .returning<{ id: string }[]>('id');
  if (inserted.length === texts.length) return 'new';
  const rows = await knex('texts')
    .whereIn('id', ids)
    .where({ author_kind: author.kind, author_id: author.id, case_id: caseId })
    .select<InertText[]>('id', 'body');
  return texts.every((text) => rows.some(({ id, body }) => id === text.id && body === text.body)) ? 'kept' : 'other';
}

/** Whether this author has kept a text of this id for this case. */
export async function isTextOf(knex: Knex, author: Author, caseId: string, textId: string): Promise<boolean> {
  const row = await knex('texts')
    .where({ id: textId, case_id: caseId, author_kind: author.kind, author_id: author.id })
    .first<{ id: string } | undefined>('id');
  return row !== undefined;
}

/** An upload of this author that a case may still take up, or that this event of the case has already. */
export type UploadFinding = 'good' | 'unknown';

/**
 * @param adoptedBy the case that may have them already, when the request is a repetition
 * @returns for each id, in order, whether the author may hand it in
 */
export async function findUploads(knex: Knex, author: Author, ids: readonly string[], adoptedBy: string | null): Promise<UploadFinding[]> {
  if (ids.length === 0) return [];
  const rows = await knex('uploads')
    .whereIn('id', ids)
    .where({ author_kind: author.kind, author_id: author.id, status: 'ready' })
    .select<{ id: string; case_id: string | null }[]>('id', 'case_id');
  return ids.map((id, i) => {
    const row = rows.find((candidate) => candidate.id === id);
    const free = row !== undefined && (row.case_id === null || row.case_id === adoptedBy);
    return free && ids.indexOf(id) === i ? 'good' : 'unknown';
  });
}

/** What an event of a case says beyond its place in the story. */
export type EventData = Record<string, unknown>;

/** The event of a case that a text stands in; undefined while no event has taken it up. */
export async function eventOfText(knex: Knex, caseId: string, textId: string): Promise<EventData | undefined> {
  const row = await knex('case_events')
    .where({ case_id: caseId })
    .whereRaw(`:id IN (data->>'textId', data->>'noteId', data->>'reasonId')`, { id: textId })
    .first<{ data: EventData } | undefined>('data');
  return row?.data;
}

/** The event of a case that came with just these files, in this order. */
export async function eventOfUploads(knex: Knex, caseId: string, uploadIds: readonly string[]): Promise<EventData | undefined> {
  const row = await knex('case_events')
    .where({ case_id: caseId })
    .whereRaw(`data->'uploadIds' = :ids::jsonb`, { ids: JSON.stringify(uploadIds) })
    .first<{ data: EventData } | undefined>('data');
  return row?.data;
}

/** How many files of a person no case has taken up. */
export async function unadoptedCount(knex: Knex, author: Author): Promise<number> {
  const row = await knex('uploads')
    .where({ author_kind: author.kind, author_id: author.id })
    .whereNull('case_id')
    .whereNot({ status: 'refused' })
    .count<{ count: number }[]>('* as count');
  return row[0]?.count ?? 0;
}

export interface NewUpload {
  id: string;
  author: Author;
  regionId: string;
  name: string;
  size: number;
}

export async function insertUpload(knex: Knex, upload: NewUpload): Promise<void> {
  await knex('uploads').insert({
    id: upload.id,
    author_kind: upload.author.kind,
    author_id: upload.author.id,
    region_id: upload.regionId,
    name: upload.name,
    size: upload.size,
    status: 'uploading',
  });
}

export const uploadOf = async (knex: Knex, id: string): Promise<Upload | undefined> => Upload.query(knex).findById(id);

export async function markUploadReady(knex: Knex, id: string, file: { mediaType: string; sha256: string }): Promise<void> {
  await knex('uploads').where({ id, status: 'uploading' }).update({ status: 'ready', media_type: file.mediaType, sha256: file.sha256 });
}

export async function markUploadRefused(knex: Knex, id: string): Promise<void> {
  await knex('uploads').where({ id, status: 'uploading' }).update({ status: 'refused' });
}

/** @returns false when a case has it, so that it may not go */
export async function deleteUnadoptedUpload(knex: Knex, id: string): Promise<boolean> {
  return (await knex('uploads').where({ id }).whereNull('case_id').delete()) === 1;
}

/**
 * Removes what no case took up: texts, forms, and uploads with their files. A row goes with its file: a case
 * cannot take it up meanwhile, and when its file cannot be removed it stays, for the next sweep to find the file by.
 * @param olderThan only what was made before this instant
 * @param removeFile removes the file of an upload; asked again for a file that is gone, it is content
 * @returns how many rows went
 */
export async function sweepUnadopted(knex: Knex, olderThan: Date, removeFile: (uploadId: string) => Promise<void>): Promise<number> {
  const texts = await knex('texts').whereNull('adopted_at').where('created_at', '<', olderThan).delete();
  const forms = await knex('case_forms').whereNull('adopted_at').where('created_at', '<', olderThan).delete();
  const uploads = await knex('uploads').whereNull('case_id').where('created_at', '<', olderThan).pluck<string[]>('id');
  let removed = 0;
  for (const id of uploads) {
    removed += await knex.transaction(async (trx) => {
      if (!(await deleteUnadoptedUpload(trx, id))) return 0;
      await removeFile(id);
      return 1;
    });
  }
  return texts + forms + removed;
}
