import { markUploadReady, markUploadRefused, uploadOf } from '../../../db/uploads.ts';
import { reasonOf } from '../../../runtime/plain-error.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { judge } from './rules.ts';

/**
 * Turns a completely received upload into a file: checked, hashed, stored, and only then `ready`. Several processes may call it at once,
 * and again after a crash: all make the same file from the same pieces.
 * @throws Fault when the content is refused; upload and file are removed then
 */
export async function finish(id: string, deps: Deps): Promise<void> {
  const { knex, uploads, log } = deps;
  const upload = await uploadOf(knex, id);
  if (upload?.status === 'ready') return;
  if (upload?.status !== 'uploading' || upload.received !== upload.size) throw new Fault('not-found');
  try {
    const file = await uploads.withPieces(id, upload.pieces, async (whole) => {
      const judged = await judge(whole, upload.name);
      await uploads.put(id, whole);
      return judged;
    });
    if (!(await markUploadReady(knex, id, file))) {
      await settledElsewhere(id, deps);
      return;
    }
  } catch (error) {
    if (error instanceof Fault) {
      await markUploadRefused(knex, id);
      await uploads.remove(id);
      throw error;
    }
    // Another process may have finished and removed the pieces.
    const now = (await uploadOf(knex, id))?.status;
    if (now === 'ready') return;
    throw now === 'uploading' ? error : new Fault('not-found');
  }
  await uploads.removePieces(id).catch((error: unknown) => {
    log.warn({ uploadId: id, reason: reasonOf(error) }, 'pieces of a complete upload stay behind');
  });
}

/** Another process made the file ready, or the upload was removed meanwhile; in that case removes the stored file, too. */
async function settledElsewhere(id: string, { knex, uploads }: Deps): Promise<void> {
  if ((await uploadOf(knex, id))?.status === 'ready') return;
  await uploads.remove(id);
  throw new Fault('not-found');
}
