/** The places where files can be kept, for tests that must hold on each of them. */
import { chmod, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from '@jest/globals';

import { createFolderStore, type FileStore } from '../../runtime/file-store.ts';
import { createBucketStore, objectStoreClientConfig } from '../../runtime/object-store.ts';
import type { RemoveFile } from '../../workers/sweeps.ts';
import { startS3Server, type S3Server } from './s3-server.ts';

export interface FilePlace {
  /** @param folder a folder of the web server's own, `files` in its data folder */
  store: (folder: string) => FileStore;
  /** All that lies there of an upload. */
  kept: (id: string) => Promise<string[]>;
  /** The same place as another process opens it. */
  again: () => FileStore;
  /** Changes a file behind the product's back. */
  overwrite: (id: string, content: Buffer) => Promise<void>;
  /** How a worker removes files. */
  remove: RemoveFile;
}

export function localPlace(): FilePlace {
  let files = '';
  return {
    store: (folder) => createFolderStore((files = folder)),
    kept: async (id) => (await readdir(files)).filter((name) => name.startsWith(id)),
    again: () => createFolderStore(files),
    overwrite: async (id, content) => {
      await chmod(path.join(files, id), 0o600);
      await writeFile(path.join(files, id), content);
    },
    remove: (id) => createFolderStore(files).remove(id),
  };
}

/** Starts an S3 server for the test file that calls this; the first time on a machine it may have to be built. */
export function bucketPlace(): FilePlace & { server: () => S3Server; client: () => S3Client } {
  let server: S3Server;
  let objects: FileStore;
  let client: S3Client;
  beforeAll(async () => {
    server = await startS3Server();
    objects = createBucketStore(server.environment);
    client = new S3Client(objectStoreClientConfig(server.environment));
  }, 900_000);
  afterAll(async () => {
    client.destroy();
    objects.close();
    await server.stop();
  });
  return {
    server: () => server,
    client: () => client,
    store: () => createBucketStore(server.environment),
    kept: async (id) => {
      const of = { Bucket: server.environment.bucket, Prefix: id };
      const { Contents = [] } = await client.send(new ListObjectsV2Command(of));
      return Contents.map(({ Key }) => Key ?? '');
    },
    again: () => createBucketStore(server.environment),
    overwrite: async (id, content) => {
      await client.send(new PutObjectCommand({ Bucket: server.environment.bucket, Key: id, Body: content }));
    },
    remove: (id) => objects.remove(id),
  };
}
