import type { z } from 'zod';
import { PlainError } from './plain-error.ts';
import { bucketName, flag, httpUrl, someText } from './variables.ts';

export const objectStoreFields = {
  S3_BUCKET: bucketName.optional(),
  S3_ENDPOINT: httpUrl.optional(),
  S3_REGION: someText.optional(),
  S3_ACCESS_KEY_ID: someText.optional(),
  S3_SECRET_ACCESS_KEY: someText.optional(),
  S3_PATH_STYLE: flag.optional(),
};

/** S3-compatible storage for uploaded files; see object-store.ts. */
export interface ObjectStoreEnvironment {
  bucket: string;
  /** Undefined for AWS. */
  endpoint: string | undefined;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** True when the bucket is part of the URL's path instead of its host. */
  pathStyle: boolean;
}

/**
 * @returns undefined when files are stored on the local disk
 * @throws PlainError when only some of the variables of a bucket are set
 */
export const objectStoreFrom = (fields: z.infer<z.ZodObject<typeof objectStoreFields>>): ObjectStoreEnvironment | undefined => {
  const { S3_BUCKET: bucket, S3_REGION: region, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = fields;
  if (bucket === undefined) {
    const names = Object.keys(objectStoreFields) as (keyof typeof objectStoreFields)[];
    const first = names.find((name) => fields[name] !== undefined);
    if (first === undefined) return undefined;
    // Without this check files would silently go to the disk of one machine.
    throw new PlainError(`${first} is set, but S3_BUCKET is not: set it to the bucket for files, or leave all S3_ variables out.`);
  }
  if (region === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    const needed = { S3_REGION: region, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey };
    const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
    throw new PlainError(`S3_BUCKET is set, and files are to be kept there, but it also needs ${missing.join(' and ')}.`);
  }
  return { bucket, endpoint: fields.S3_ENDPOINT, region, accessKeyId, secretAccessKey, pathStyle: fields.S3_PATH_STYLE ?? false };
};
