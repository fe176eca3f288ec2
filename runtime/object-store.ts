/** File store in a bucket of an S3-compatible storage; file-store.ts has the contract. */
import { createReadStream } from 'node:fs';
import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { checkId, StorageAway, StorageFull, type FileStore } from './file-store.ts';
import type { ObjectStoreEnvironment } from './object-store-variables.ts';

/** Returns the client configuration for this storage. */
export const objectStoreClientConfig = (environment: ObjectStoreEnvironment): S3ClientConfig => ({
  ...(environment.endpoint !== undefined && { endpoint: environment.endpoint }),
  region: environment.region,
  forcePathStyle: environment.pathStyle,
  credentials: { accessKeyId: environment.accessKeyId, secretAccessKey: environment.secretAccessKey },
  // Newer checksums are used only where S3 requires them, because not every S3-compatible server knows them.
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  // A slow reader of a large file holds its socket for long and must not make others wait for one.
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: 60_000,
    throwOnRequestTimeout: true,
    httpAgent: { maxSockets: 500 },
    httpsAgent: { maxSockets: 500 },
  },
});

/**
 * Converts network errors and storage failures into named errors. Network errors carry codes that would otherwise look like PostgreSQL's.
 */
const nameOutages = (client: S3Client): void => {
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        if (isMissing(error)) throw error;
        if (!(error instanceof S3ServiceException)) throw new StorageAway('the object store does not answer', { cause: error });
        const { httpStatusCode: status } = error.$metadata;
        if (status === 507 || /Quota|StorageFull|InsufficientStorage/i.test(error.name))
          throw new StorageFull('the object store is full', { cause: error });
        throw new StorageAway(`the object store answers ${String(status)}`, { cause: error });
      }
    },
    { step: 'initialize', name: 'nameOutages' },
  );
};

/** Gives a path on the local disk for as long as `use` runs. */
async function withLocalFile<T>(id: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zhengna-file-'));
  try {
    return await use(path.join(folder, checkId(id)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** True when the error means that the object does not exist. */
const isMissing = (error: unknown): boolean => error instanceof S3ServiceException && ['NotFound', 'NoSuchKey'].includes(error.name);

export const createBucketStore = (environment: ObjectStoreEnvironment): FileStore => {
  const client = new S3Client(objectStoreClientConfig(environment));
  nameOutages(client);
  const Bucket = environment.bucket;
  const piecesOf = (id: string): string => `${checkId(id)}.pieces/`;
  const pieceOf = (id: string, piece: string): string => `${piecesOf(id)}${checkId(piece)}`;

  const removeKey = async (Key: string): Promise<void> => {
    try {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  };
  /** An upload has a bounded number of pieces. Each round removes the listed ones. */
  const removeAll = async (Prefix: string): Promise<void> => {
    for (;;) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 100 }));
      if (Contents.length === 0) return;
      await Promise.all(Contents.map(({ Key = '' }) => removeKey(Key)));
    }
  };
  const readKey = async (Key: string, Range?: string): Promise<Readable> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }));
    if (!(Body instanceof Readable)) throw new StorageAway('the object store answers without a content');
    return Body;
  };

  return {
    async check() {
      try {
        await client.send(new HeadBucketCommand({ Bucket }));
      } catch (error) {
        if (!isMissing(error)) throw error;
        throw new StorageAway('the object store does not have the bucket', { cause: error });
      }
    },
    async putPiece(id, piece, content) {
      await client.send(new PutObjectCommand({ Bucket, Key: pieceOf(id, piece), Body: content }));
    },
    removePiece: (id, piece) => removeKey(pieceOf(id, piece)),
    removePieces: (id) => removeAll(piecesOf(id)),
    withPieces: (id, pieces, look) =>
      withLocalFile(id, async (file) => {
        for (const piece of pieces) await appendFile(file, await readKey(pieceOf(id, piece)), { mode: 0o600 });
        return await look(file);
      }),
    withNew: withLocalFile,
    async put(id, file) {
      const { size } = await stat(file);
      await client.send(new PutObjectCommand({ Bucket, Key: checkId(id), Body: createReadStream(file), ContentLength: size }));
    },
    async copy(id, to) {
      await client.send(new CopyObjectCommand({ Bucket, Key: checkId(to), CopySource: `${Bucket}/${checkId(id)}` }));
    },
    async stat(id) {
      try {
        const { ContentLength, ETag, LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key: checkId(id) }));
        return ContentLength === undefined ? null : { size: ContentLength, tag: `${ETag ?? ''} ${LastModified?.toISOString() ?? ''}` };
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    read: (id, range) => readKey(checkId(id), range && `bytes=${String(range.start)}-${String(range.end)}`),
    // All ids have the same length, so every key with this prefix belongs to the upload.
    remove: (id) => removeAll(checkId(id)),
    close() {
      client.destroy();
    },
  };
};
