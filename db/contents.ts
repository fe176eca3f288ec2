/**
 * What people write and hand in, before a case takes it up: inert rows under ids that the client made. Written again they
 * change nothing, so that a request can be repeated; a case adopts them when its image is written.
 */
import type { Knex } from 'knex';

import type { Author } from '../domain/case.ts';
import { deleteInBatches } from './batches.ts';
import { sweepUploads } from './uploads.ts';

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

/** What was written with a command that was refused later is given back to its person. */
const isShownAgain = `EXISTS (SELECT FROM command_outcomes o WHERE o.text_id = texts.id AND o.state <> 'done' AND o.dismissed_at IS NULL)`;

/**
 * Removes what no case took up: texts, forms, and uploads with their files.
 * @param olderThan only what was made before this instant
 * @param removeFile removes the file of an upload; asked again for a file that is gone, it is content
 * @returns how many rows went
 */
export async function sweepUnadopted(knex: Knex, olderThan: Date, removeFile: (uploadId: string) => Promise<void>): Promise<number> {
  const unadopted = 'adopted_at IS NULL AND created_at < :olderThan';
  const texts = await deleteInBatches(knex, 'texts', `${unadopted} AND NOT ${isShownAgain}`, { olderThan });
  const forms = await deleteInBatches(knex, 'case_forms', unadopted, { olderThan });
  return texts + forms + (await sweepUploads(knex, olderThan, removeFile));
}
