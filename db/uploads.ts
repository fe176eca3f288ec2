/**
 * Rows of uploads: owner, progress and adopting case.
 *
 * 1. `received` is the number of bytes in `pieces`, in order. It grows by whole pieces, only for the request that claimed the upload last
 *    (`writer`), and only from the offset where that request began. An acknowledged offset therefore never goes back, and of two requests
 *    that send the same bytes one is refused.
 * 2. A `ready` row keeps its size, type and hash.
 * 3. A row is marked `removing` before its file is removed. Cases adopt only `ready` rows, and a command claims them first, so no case
 *    keeps a row without its file.
 */
import type { Knex } from 'knex';

import type { Author } from '../domain/case.ts';
import { Upload } from './models/index.ts';

export interface NewUpload {
  id: string;
  author: Author;
  regionId: string;
  name: string;
  /** Bytes, as announced. */
  size: number;
}

/** Quotas of one person. A day is the last 24 hours; null means no limit. */
export interface UploadQuotas {
  /** Uploads begun within a minute. */
  begun: number;
  /** Uploads that are not handed in. */
  heldFiles: number;
  heldBytes: number;
  dayFiles: number | null;
  dayBytes: number | null;
}

/**
 * Begins an upload, unless its author has reached a quota. The author's row is locked, so that simultaneous uploads are counted one after
 * the other.
 * @returns quota that is reached; null when the upload has begun
 */
export const beginUpload = (knex: Knex, upload: NewUpload, quotas: UploadQuotas): Promise<keyof UploadQuotas | null> =>
  knex.transaction(async (trx) => {
    const author = { kind: upload.author.kind, id: upload.author.id };
    if ((await countBegin(trx, author)) > quotas.begun) return 'begun';
    const now = await heldAndOfDay(trx, author);
    if (now.heldFiles >= quotas.heldFiles) return 'heldFiles';
    if (now.heldBytes + upload.size > quotas.heldBytes) return 'heldBytes';
    if (quotas.dayFiles !== null && now.dayFiles >= quotas.dayFiles) return 'dayFiles';
    if (quotas.dayBytes !== null && now.dayBytes + upload.size > quotas.dayBytes) return 'dayBytes';
    await trx('uploads').insert({
      id: upload.id,
      author_kind: author.kind,
      author_id: author.id,
      region_id: upload.regionId,
      name: upload.name,
      size: upload.size,
      status: 'uploading',
    });
    return null;
  });

/** @returns number of uploads that this person has begun in the current minute, including this one */
async function countBegin(trx: Knex.Transaction, author: { kind: string; id: string }): Promise<number> {
  const { rows } = await trx.raw<{ rows: { begun: number }[] }>(
    `INSERT INTO upload_begins AS b (author_kind, author_id, minute, begun) VALUES (:kind, :id, date_trunc('minute', now()), 1)
     ON CONFLICT (author_kind, author_id) DO UPDATE SET
       begun = CASE WHEN b.minute = excluded.minute THEN b.begun + 1 ELSE 1 END, minute = excluded.minute
     RETURNING begun`,
    author,
  );
  return rows[0]?.begun ?? 0;
}

type Held = Record<Exclude<keyof UploadQuotas, 'begun'>, number>;

async function heldAndOfDay(trx: Knex.Transaction, author: { kind: string; id: string }): Promise<Held> {
  const { rows } = await trx.raw<{ rows: Held[] }>(
    `SELECT held.files AS "heldFiles", held.bytes AS "heldBytes", day.files AS "dayFiles", day.bytes AS "dayBytes" FROM
       (SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes FROM uploads
        WHERE author_id = :id AND author_kind = :kind AND case_id IS NULL AND status IN ('uploading', 'ready')) AS held,
       (SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes FROM uploads
        WHERE author_id = :id AND author_kind = :kind AND created_at > now() - interval '24 hours' AND status IN ('uploading', 'ready')) AS day`,
    author,
  );
  const [found] = rows;
  if (!found) throw new Error('a query without conditions gave no row');
  return found;
}

export const uploadOf = async (knex: Knex, id: string): Promise<Upload | undefined> => Upload.query(knex).findById(id);

/**
 * Claims an upload for a request, which may then add pieces.
 * @param offset first byte of the request
 * @returns false when the upload is not at this offset, or is complete
 */
export async function claimWriting(knex: Knex, id: string, offset: number, writer: string): Promise<boolean> {
  return (await knex('uploads').where({ id, status: 'uploading', received: offset }).update({ writer })) === 1;
}

/** @returns false when another request has claimed the upload, or more than `most` pieces would be needed */
export async function addPiece(
  knex: Knex,
  { id, writer, start, size, piece, most }: { id: string; writer: string; start: number; size: number; piece: string; most: number },
): Promise<boolean> {
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `UPDATE uploads SET received = received + :size, pieces = pieces || :piece::uuid
     WHERE id = :id AND status = 'uploading' AND writer = :writer AND received = :start AND cardinality(pieces) < :most`,
    { id, writer, start, size, piece, most },
  );
  return rowCount === 1;
}

/** Completes a copy of another upload, whose content has been checked already. */
export async function markUploadCopied(knex: Knex, id: string, of: { media_type: string | null; sha256: string | null }): Promise<void> {
  await knex('uploads')
    .where({ id, status: 'uploading' })
    .update({ status: 'ready', received: knex.ref('size'), media_type: of.media_type, sha256: of.sha256 });
}

/** @returns false when it is no longer uploading: another process was faster, or it is being removed */
export async function markUploadReady(knex: Knex, id: string, file: { mediaType: string; sha256: string }): Promise<boolean> {
  const changed = await knex('uploads')
    .where({ id, status: 'uploading', received: knex.ref('size') })
    .update({ status: 'ready', media_type: file.mediaType, sha256: file.sha256, pieces: knex.raw(`'{}'`), writer: null });
  return changed === 1;
}

export async function markUploadRefused(knex: Knex, id: string): Promise<void> {
  await knex('uploads')
    .where({ id, status: 'uploading' })
    .update({ status: 'refused', pieces: knex.raw(`'{}'`), writer: null });
}

/** Deletes an upload without any bytes, so that it counts for no quota. */
export async function deleteEmptyUpload(knex: Knex, id: string): Promise<void> {
  await knex('uploads').where({ id, status: 'uploading', received: 0 }).whereNull('case_id').delete();
}

/**
 * Marks an upload that its author discards; its file may be removed then.
 * @returns false when a case has adopted it or a command has claimed it
 */
export async function markUploadRemoving(knex: Knex, id: string): Promise<boolean> {
  const changed = await knex('uploads')
    .where({ id })
    .whereIn('status', ['uploading', 'ready', 'removing'])
    .whereNull('case_id')
    .whereNull('claimed_at')
    .update({ status: 'removing' });
  return changed === 1;
}

/** Deletes the row, after its file was removed. */
export async function deleteRemovedUpload(knex: Knex, id: string): Promise<void> {
  await knex('uploads').where({ id, status: 'removing' }).whereNull('case_id').delete();
}

/** `good` for an upload of this author that a case can adopt or that this case has adopted. */
export type UploadFinding = 'good' | 'unknown';

/**
 * Claims uploads for a command. From now on only the sweep removes them, and not within a day.
 * @param adoptedBy case that may have adopted them already, when the request is a repetition
 * @returns for each id, in order, whether the author may hand it in
 */
export async function findUploads(knex: Knex, author: Author, ids: readonly string[], adoptedBy: string | null): Promise<UploadFinding[]> {
  if (ids.length === 0) return [];
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    `WITH named AS (
       SELECT id, case_id FROM uploads
       WHERE id = ANY(:ids) AND author_kind = :kind AND author_id = :authorId AND status = 'ready'
         AND (case_id IS NULL OR case_id = :adoptedBy)
       ORDER BY id FOR UPDATE),
     claimed AS (UPDATE uploads SET claimed_at = now() FROM named WHERE uploads.id = named.id AND named.case_id IS NULL)
     SELECT id FROM named`,
    { ids: [...ids], kind: author.kind, authorId: author.id, adoptedBy },
  );
  const found = new Set(rows.map(({ id }) => id));
  return ids.map((id, i) => (found.has(id) && ids.indexOf(id) === i ? 'good' : 'unknown'));
}

/** Number of files removed per query. */
const sweptAtOnce = 200;

/**
 * Removes uploads that no case adopted, with their files. A row is marked first, so that no case adopts it meanwhile, and deleted last. A
 * file that cannot be removed does not delay the others: its row keeps the reason and is retried with a backoff of up to six hours.
 * @param olderThan only uploads begun, or last claimed by a command, before this instant
 * @param removeFile removes the file of an upload; must succeed when the file is already gone
 * @returns number of deleted rows
 */
export async function sweepUploads(knex: Knex, olderThan: Date, removeFile: (uploadId: string) => Promise<void>): Promise<number> {
  for (let removed = 0; ;) {
    const { rows } = await knex.raw<{ rows: { id: string }[] }>(
      `UPDATE uploads SET status = 'removing', removal_attempts = removal_attempts + 1,
         removal_due_at = now() + least(interval '1 minute' * power(2, least(removal_attempts, 20)), interval '6 hours')
       WHERE case_id IS NULL AND id IN (
         SELECT id FROM uploads WHERE case_id IS NULL
           AND (created_at < :olderThan AND (claimed_at IS NULL OR claimed_at < :olderThan) OR status = 'removing')
           AND (removal_due_at IS NULL OR removal_due_at <= now())
         ORDER BY created_at LIMIT :limit FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      { olderThan, limit: sweptAtOnce },
    );
    for (const { id } of rows) {
      try {
        await removeFile(id);
      } catch (error) {
        await knex('uploads')
          .where({ id })
          .update({ removal_error: (error instanceof Error ? error.message : 'unknown').slice(0, 500) });
        continue;
      }
      await deleteRemovedUpload(knex, id);
      removed += 1;
    }
    if (rows.length < sweptAtOnce) return removed;
  }
}
