import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';

import type { Upload } from '../../../db/models/index.ts';
import type { FileStore, StoredFile } from '../../../runtime/file-store.ts';
import { Fault } from '../http/fault.ts';

/** Limit of remembered comparisons; the oldest are forgotten. */
const mostRemembered = 10_000;

/** Comparisons by store: the file with its tag, and the result or the running comparison. */
const compared = new WeakMap<FileStore, Map<string, Promise<boolean>>>();

/**
 * Verifies that a file is the one that was handed in, before any of it is served. Its hash is compared once per process, and again when the
 * store reports another tag.
 * @throws Fault `file-damaged`: the file is missing, or its content differs
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
    // An error of the store is not remembered; the comparison is repeated.
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
