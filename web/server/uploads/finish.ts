import { markUploadReady, markUploadRefused, uploadOf } from '../../../db/uploads.ts';
import { reasonOf } from '../../../runtime/plain-error.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { judge } from './rules.ts';

/**
 * Makes a file of an upload whose bytes are all there: it is checked, hashed, kept for good, and only then `ready`. May be asked for by
 * several processes at once, and again after a crash: all of them make the same file of the same pieces.
 * @throws Fault when the content is refused; the upload is gone then, and its file
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
    // The pieces are gone when another process was quicker.
    const now = (await uploadOf(knex, id))?.status;
    if (now === 'ready') return;
    throw now === 'uploading' ? error : new Fault('not-found');
  }
  await uploads.removePieces(id).catch((error: unknown) => {
    log.warn({ uploadId: id, reason: reasonOf(error) }, 'pieces of a complete upload stay behind');
  });
}

/** Another process has made the file ready, or it was given up meanwhile: then what was kept of it goes, too. */
async function settledElsewhere(id: string, { knex, uploads }: Deps): Promise<void> {
  if ((await uploadOf(knex, id))?.status === 'ready') return;
  await uploads.remove(id);
  throw new Fault('not-found');
}
