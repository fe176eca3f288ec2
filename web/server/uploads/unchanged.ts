import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';

import type { Upload } from '../../../db/models/index.ts';
import type { FileStore, StoredFile } from '../../../runtime/file-store.ts';
import { Fault } from '../http/fault.ts';

/** So many files are remembered as compared; those longest ago are compared anew. */
const mostRemembered = 10_000;

/** What was compared for each store: the file with its tag, and how that went, also while it is under way. */
const compared = new WeakMap<FileStore, Map<string, Promise<boolean>>>();

/**
 * Makes sure that a file is the one that was handed in, before anything of it is served. Its hash is compared once in a process, and
 * again when the store says that the file may have changed (another tag).
 * @throws Fault `file-damaged`: it is gone, or its content is another
 */
export async function unchanged({ id, size, sha256 }: Upload, store: FileStore): Promise<StoredFile> {
  const file = await store.stat(id);
  if (file?.size !== size || sha256 === null) throw new Fault('file-damaged');
  const known = compared.get(store) ?? new Map<string, Promise<boolean>>();
  compared.set(store, known);
  const key = `${id} ${file.tag}`;
  let equal = known.get(key);
  if (equal === undefined) {
    equal = hashOf(id, store).then((hash) => hash === sha256);
    known.set(key, equal);
    // A store that does not answer is asked again.
    equal.catch(() => known.delete(key));
    const [oldest] = known.keys();
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
  }
  if (!(await equal)) throw new Fault('file-damaged');
  return file;
}

async function hashOf(id: string, store: FileStore): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(await store.read(id), hash);
  return hash.digest('hex');
}
