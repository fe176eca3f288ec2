/** Files in a bucket: what the tus server writes as parts of S3's multipart uploads becomes one object when it is complete. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { S3Store, type MetadataValue } from '@tus/s3-store';
import type { Upload } from '@tus/server';

import { isMissing, nameOutages, objectStoreClientConfig, type ObjectStore } from '../../../runtime/object-store.ts';
import type { ObjectStoreEnvironment } from '../../../runtime/object-store-variables.ts';
import { checkId, type UploadStore } from './store.ts';

/** Another process may have gone on with an upload, and one given up would stay in a memory for ever: each request asks anew. */
const noMemory = {
  get: (): Promise<MetadataValue | undefined> => Promise.resolve(undefined),
  set: (): Promise<void> => Promise.resolve(),
  delete: (): Promise<void> => Promise.resolve(),
};

/** The least that S3 takes as a part; smaller ones make less to be sent again after a lost connection. */
const partSize = 5 * 1_048_576;

class BucketStore extends S3Store {
  readonly #objects: ObjectStore;

  constructor(environment: ObjectStoreEnvironment, objects: ObjectStore) {
    super({ partSize, cache: noMemory, s3ClientConfig: { ...objectStoreClientConfig(environment), bucket: environment.bucket } });
    nameOutages(this.client);
    this.#objects = objects;
  }

  /** The library takes every trouble for a file that is not there, whereupon a browser would begin anew. */
  override async getUpload(id: string): Promise<Upload> {
    try {
      return await super.getUpload(id);
    } catch (error) {
      if ((await this.#objects.sizeOf(this.infoKey(id))) === null || error instanceof Error) throw error;
      throw new Error('the notes of an upload cannot be read', { cause: error });
    }
  }

  /** The library's own leaves a complete object where it is, and the last small piece of one that is not. */
  override async remove(id: string): Promise<void> {
    await this.#objects.remove(id);
  }

  async isWhole(id: string, size: number): Promise<boolean> {
    if ((await this.#objects.sizeOf(id)) === size) return true;
    try {
      const parts = await this.retrieveParts(id);
      if (parts.reduce((sum, part) => sum + (part.Size ?? 0), 0) !== size) return false;
      await this.finishMultipartUpload(await this.getMetadata(id), parts);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    // Somebody else may have been quicker.
    return (await this.#objects.sizeOf(id)) === size;
  }
}

/** @param objects the same bucket, for all that is not the tus protocol's */
export function createBucketStore(environment: ObjectStoreEnvironment, objects: ObjectStore): UploadStore {
  const dataStore = new BucketStore(environment, objects);
  return {
    dataStore,
    sizeOf: (uploadId) => objects.sizeOf(checkId(uploadId)),
    isWhole: (uploadId, size) => dataStore.isWhole(checkId(uploadId), size),
    async withFile(uploadId, look) {
      const folder = await mkdtemp(path.join(tmpdir(), 'zhengna-file-'));
      try {
        const file = path.join(folder, checkId(uploadId));
        await pipeline(await objects.read(uploadId), createWriteStream(file));
        return await look(file);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    read: (uploadId, range) => objects.read(checkId(uploadId), range),
    remove: (uploadId) => objects.remove(checkId(uploadId)),
  };
}
