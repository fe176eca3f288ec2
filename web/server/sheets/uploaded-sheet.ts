/** A spreadsheet that an officer has uploaded. */
import { buffer } from 'node:stream/consumers';

import { findUploads, uploadOf } from '../../../db/uploads.ts';
import { sheetLimits } from '../../../domain/sheet.ts';
import type { Deps } from '../deps.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { readInThread } from './read-in-thread.ts';
import type { Sheet } from './read-sheet.ts';

export const sheetMediaType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * Reads the first sheet of an officer's own upload.
 * @throws Fault `upload-unknown`, `sheet-unreadable`, `sheet-too-many-rows`
 */
export async function uploadedSheet(viewer: OfficerViewer, uploadId: string, { knex, uploads }: Deps): Promise<Sheet> {
  const [finding] = await findUploads(knex, { kind: 'officer', id: viewer.id }, [uploadId], null);
  const file = finding === 'good' ? await uploadOf(knex, uploadId) : undefined;
  if (file === undefined) throw new Fault('upload-unknown', { fields: [{ path: 'uploadId', code: 'upload-unknown' }] });
  if (file.media_type !== sheetMediaType || file.size > sheetLimits.bytes) throw new Fault('sheet-unreadable');
  const read = await readInThread(await buffer(await uploads.read(uploadId)));
  if (!('refused' in read)) return read;
  if (read.refused === 'too-many-rows') throw new Fault('sheet-too-many-rows', { details: { limit: String(sheetLimits.rows) } });
  throw new Fault('sheet-unreadable');
}
