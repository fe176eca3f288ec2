/** Rules for uploads, checked when an upload begins and when it is complete. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import type { Author } from '../../../domain/case.ts';
import { beginUpload, type UploadQuotas } from '../../../db/uploads.ts';
import { cleanFileName, endingOf, typeOfName } from '../../../domain/file-name.ts';
import { acceptedEndings } from '../../../domain/file-types.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { checkContent } from './content-check.ts';
import { quotasOf } from './limits.ts';

const authorOf = (viewer: Viewer): Author => ({ kind: viewer.kind, id: viewer.id });

const types = (): string => acceptedEndings.join(' ');
const megabytes = (bytes: number): string => String(Math.round((bytes / 1_048_576) * 10) / 10);

/**
 * Begins an upload and creates its row.
 * @param given the name as sent by the browser, and the announced size in bytes
 * @throws Fault `upload-type-refused`, `upload-empty`, `upload-too-large`, `upload-held-full`, `upload-day-full`, `too-many-requests`
 * @throws StorageFull, StorageAway
 */
export async function begin(viewer: Viewer, id: string, given: { name: string; size: number | undefined }, deps: Deps): Promise<void> {
  const { knex, uploads } = deps;
  const { size } = given;
  const name = cleanFileName(given.name);
  if (typeOfName(name) === undefined) throw new Fault('upload-type-refused', { details: { types: types() } });
  if (size === undefined || !Number.isSafeInteger(size)) throw new Fault('malformed-request');
  if (size === 0) throw new Fault('upload-empty');
  const quotas = await quotasOf(viewer, deps);
  if (size > quotas.maxBytes) throw new Fault('upload-too-large', { details: { limit: megabytes(quotas.maxBytes) } });
  await uploads.check(size);
  const reached = await beginUpload(knex, { id, author: authorOf(viewer), regionId: viewer.regionId, name, size }, quotas);
  if (reached !== null) throw refusalOf(reached, quotas);
}

function refusalOf(reached: keyof UploadQuotas, quotas: UploadQuotas): Fault {
  switch (reached) {
    case 'begun':
      return new Fault('too-many-requests', { retryAfter: 60 });
    case 'heldFiles':
    case 'heldBytes':
      return new Fault('upload-held-full', { details: { files: String(quotas.heldFiles), limit: megabytes(quotas.heldBytes) } });
    case 'dayFiles':
    case 'dayBytes':
      return new Fault('upload-day-full', {
        details: { files: String(quotas.dayFiles ?? ''), limit: megabytes(quotas.dayBytes ?? 0) },
        retryAfter: 3_600,
      });
  }
}

/**
 * @param file the complete file on the local disk
 * @returns its media type and hash
 * @throws Fault `upload-wrong-ending`, `upload-content-refused`, `upload-content-mismatch`, `upload-encrypted`, `upload-cut-short`
 */
export async function judge(file: string, name: string): Promise<{ mediaType: string; sha256: string }> {
  const type = typeOfName(name);
  if (type === undefined) throw new Fault('upload-type-refused', { details: { types: types() } });
  const found = await checkContent(file, type);
  switch (found.kind) {
    case 'good':
      return { mediaType: found.mediaType, sha256: await sha256Of(file) };
    case 'encrypted':
      throw new Fault('upload-encrypted');
    case 'cut-short':
      throw new Fault('upload-cut-short');
    case 'other': {
      const { content: actual, ending } = found;
      if (actual === null || ending === endingOf(name)) throw new Fault('upload-content-mismatch');
      if (ending === null) throw new Fault('upload-content-refused', { details: { actual, types: types() } });
      throw new Fault('upload-wrong-ending', { details: { actual, ending } });
    }
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
