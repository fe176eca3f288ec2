/** What may be uploaded, decided when an upload begins and again when it is complete. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import { unadoptedCount, type Author } from '../../../db/contents.ts';
import { attachmentEndings } from '../../../domain/settings.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { mediaTypeOf } from './content-check.ts';
import { cleanFileName, endingOf } from './file-name.ts';
import { limitsOf } from './limits.ts';
import type { Ending } from './media-types.ts';
import type { UploadStore } from './store.ts';

/** So many files of one person may wait for a case to take them up. */
const mostUnadopted = 50;

export const authorOf = (viewer: Viewer): Author => ({ kind: viewer.kind, id: viewer.id });

const isEnding = (ending: string): ending is Ending => attachmentEndings.some((known) => known === ending);

/**
 * @param given the name as the browser sent it
 * @param size bytes, as announced
 * @returns the name to keep
 * @throws Fault `upload-type-refused`, `upload-empty`, `upload-too-large`, `upload-too-many`
 */
export async function checkBeginning(viewer: Viewer, given: string, size: number | undefined, { knex }: Deps): Promise<string> {
  const name = cleanFileName(given);
  if (!isEnding(endingOf(name))) throw new Fault('upload-type-refused', { details: { types: attachmentEndings.join(' ') } });
  if (size === undefined || !Number.isSafeInteger(size)) throw new Fault('malformed-request');
  if (size === 0) throw new Fault('upload-empty');
  const { maxBytes } = (await limitsOf(viewer, knex)).upload;
  if (size > maxBytes) throw new Fault('upload-too-large', { details: { limit: String(Math.round((maxBytes / 1_048_576) * 10) / 10) } });
  if ((await unadoptedCount(knex, authorOf(viewer))) >= mostUnadopted)
    throw new Fault('upload-too-many', { details: { limit: String(mostUnadopted) } });
  return name;
}

/**
 * @returns what the complete file is
 * @throws Fault `upload-content-mismatch`
 */
export async function checkContent(id: string, name: string, store: UploadStore): Promise<{ mediaType: string; sha256: string }> {
  const ending = endingOf(name);
  return await store.withFile(id, async (path) => {
    const mediaType = isEnding(ending) ? await mediaTypeOf(path, ending) : null;
    if (mediaType === null) throw new Fault('upload-content-mismatch');
    return { mediaType, sha256: await sha256Of(path) };
  });
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
