/** People's files in a bucket of an S3-compatible storage, each under its upload's id. */
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  S3Client,
  S3ServiceException,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { ObjectStoreEnvironment } from './object-store-variables.ts';

/** What the tus server keeps beside the object of an upload: its notes, and a last piece too small for a part. */
const companions = ['', '.part', '.info'];

export interface ObjectStore {
  /** Throws when the bucket cannot be reached with these keys. */
  check: () => Promise<void>;
  /** Bytes of the complete object; null when there is none. */
  sizeOf: (id: string) => Promise<number | null>;
  /** @param range first and last byte, both included */
  read: (id: string, range?: { start: number; end: number }) => Promise<Readable>;
  /** Removes the object and all that belongs to its upload, complete or not; content when it is gone already. */
  remove: (id: string) => Promise<void>;
  close: () => void;
}

/** The settings of a client for this storage. */
export const objectStoreClientConfig = (environment: ObjectStoreEnvironment): S3ClientConfig => ({
  ...(environment.endpoint !== undefined && { endpoint: environment.endpoint }),
  region: environment.region,
  forcePathStyle: environment.pathStyle,
  credentials: { accessKeyId: environment.accessKeyId, secretAccessKey: environment.secretAccessKey },
  // Newer checksums than every S3-compatible server knows are sent and asked for only where S3 itself demands them.
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  // A slow reader of a large file holds its socket for long, and must not keep others waiting for one.
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: 60_000,
    throwOnRequestTimeout: true,
    httpAgent: { maxSockets: 500 },
    httpsAgent: { maxSockets: 500 },
  },
});

/** Network errors carry codes by which they would be taken for PostgreSQL's: they are named as this part's. */
export const nameOutages = (client: S3Client): void => {
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        if (error instanceof S3ServiceException) throw error;
        throw new Error('the object store does not answer', { cause: error });
      }
    },
    { step: 'initialize', name: 'nameOutages' },
  );
};

/** Whether an error says that an object or an upload is not there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && ['NotFound', 'NoSuchKey', 'NoSuchUpload'].includes(error.name);

const unlessMissing = async (doing: Promise<unknown>): Promise<void> => {
  try {
    await doing;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
};

export const createObjectStore = (environment: ObjectStoreEnvironment): ObjectStore => {
  const client = new S3Client(objectStoreClientConfig(environment));
  nameOutages(client);
  const Bucket = environment.bucket;

  /** Found by the id, not by the tus server's notes: a crash may have come before those were written. */
  const abortUnfinished = async (id: string): Promise<void> => {
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: id }));
    for (const { Key, UploadId } of Uploads)
      if (Key === id) await unlessMissing(client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
  };

  return {
    async check() {
      try {
        await client.send(new HeadBucketCommand({ Bucket }));
      } catch (error) {
        // An answer to HEAD has no words in it, only a status.
        if (!(error instanceof S3ServiceException)) throw error;
        const { httpStatusCode: status } = error.$metadata;
        throw new Error(`the object store answers ${String(status)} when asked for the bucket`, { cause: error });
      }
    },
    async sizeOf(id) {
      try {
        return (await client.send(new HeadObjectCommand({ Bucket, Key: id }))).ContentLength ?? null;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async read(id, range) {
      const Range = range && `bytes=${String(range.start)}-${String(range.end)}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: id, Range }));
      if (!(Body instanceof Readable)) throw new Error('the object store answers without a content');
      return Body;
    },
    async remove(id) {
      await abortUnfinished(id);
      for (const ending of companions) await unlessMissing(client.send(new DeleteObjectCommand({ Bucket, Key: `${id}${ending}` })));
    },
    close() {
      client.destroy();
    },
  };
};
