/** Where the files of people lie: in a folder, each under its upload's id, or in a bucket (store-s3.ts). */
import { createReadStream, mkdirSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { FileStore } from '@tus/file-store';
import type { DataStore } from '@tus/server';

import { codeOf } from '../../../runtime/plain-error.ts';

export interface UploadStore {
  /** Where the tus server writes. */
  dataStore: DataStore;
  /** Bytes that can be read; null when there is no file. */
  sizeOf(uploadId: string): Promise<number | null>;
  /**
   * Whether all bytes have come; makes the file of them when a crash came before that.
   * @param size bytes, as announced
   */
  isWhole(uploadId: string, size: number): Promise<boolean>;
  /** Lets the complete file be looked at on the local disk, for as long as `look` takes. */
  withFile<T>(uploadId: string, look: (path: string) => Promise<T>): Promise<T>;
  /** @param range first and last byte, both included */
  read(uploadId: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Removes the file and what belongs to it; content when it is gone already. */
  remove: (uploadId: string) => Promise<void>;
}

/** Ids are uuids of ours; anything else must not become a path or a key. */
export function checkId(uploadId: string): string {
  if (!/^[\da-f-]{36}$/.test(uploadId)) throw new Error('not an id of an upload');
  return uploadId;
}

/** @param directory made when it is missing; readable by this program only */
export function createUploadStore(directory: string): UploadStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (uploadId: string): string => path.join(directory, checkId(uploadId));
  const sizeOf = async (uploadId: string): Promise<number | null> => {
    try {
      return (await stat(pathOf(uploadId))).size;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  };
  return {
    dataStore: new FileStore({ directory }),
    sizeOf,
    isWhole: async (uploadId, size) => (await sizeOf(uploadId)) === size,
    withFile: (uploadId, look) => look(pathOf(uploadId)),
    read: (uploadId, range) => Promise.resolve(createReadStream(pathOf(uploadId), range)),
    async remove(uploadId) {
      // The second is what the tus server keeps of an upload under way.
      await Promise.all([rm(pathOf(uploadId), { force: true }), rm(`${pathOf(uploadId)}.json`, { force: true })]);
    },
  };
}
