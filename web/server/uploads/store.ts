/** Where the files of people lie: below the data folder, each under its upload's id. */
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, type ReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { codeOf } from '../../../runtime/plain-error.ts';

export interface UploadStore {
  directory: string;
  pathOf(uploadId: string): string;
  /** Bytes; null when there is no file. */
  sizeOf(uploadId: string): Promise<number | null>;
  sha256Of(uploadId: string): Promise<string>;
  /** @param range first and last byte, both included */
  read(uploadId: string, range?: { start: number; end: number }): ReadStream;
  /** Removes the file and what belongs to it; content when it is gone already. */
  remove: (uploadId: string) => Promise<void>;
}

/** @param directory made when it is missing; readable by this program only */
export function createUploadStore(directory: string): UploadStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (uploadId: string): string => {
    // Ids are uuids of ours; anything else must not become a path.
    if (!/^[\da-f-]{36}$/.test(uploadId)) throw new Error('not an id of an upload');
    return path.join(directory, uploadId);
  };
  return {
    directory,
    pathOf,
    async sizeOf(uploadId) {
      try {
        return (await stat(pathOf(uploadId))).size;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    },
    async sha256Of(uploadId) {
      const hash = createHash('sha256');
      await pipeline(createReadStream(pathOf(uploadId)), hash);
      return hash.digest('hex');
    },
    read: (uploadId, range) => createReadStream(pathOf(uploadId), range),
    async remove(uploadId) {
      // The second is what the tus server keeps of an upload under way.
      await Promise.all([rm(pathOf(uploadId), { force: true }), rm(`${pathOf(uploadId)}.json`, { force: true })]);
    },
  };
}
