/** Signed links to files, usable by an <img> or a player, valid for at most a quarter of an hour. */
import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Viewer } from '../../../domain/policies.ts';
import { keyFor } from '../http/keys.ts';

/**
 * Minimum lifetime. The end is rounded up to a multiple of `stepMs`, so that a redrawn page uses the same address and the browser's cache.
 */
const lifetimeMs = 10 * 60_000;
const stepMs = 5 * 60_000;

/** Returns the address of a file for this viewer, whose access has been checked; add `&download=1` to save it. */
export type FileLink = (uploadId: string, viewer: Viewer) => string;

export interface FileLinkQuery {
  expires: number;
  /** Receiver of the link, as kind.id; opening it is audited as theirs. */
  by: string;
  signature: string;
}

/** @param secret the application's secret, at least 32 characters */
export function createFileLink(secret: string, now: () => number = Date.now): FileLink {
  const key = keyFor(secret, 'file-link');
  return (uploadId, viewer) => {
    const expires = Math.ceil((now() + lifetimeMs) / stepMs) * stepMs;
    const by = `${viewer.kind}.${viewer.id}`;
    return `/api/files/${uploadId}?expires=${String(expires)}&by=${by}&signature=${sign(key, uploadId, expires, by)}`;
  };
}

/** Tells whether a link is valid, expired or not ours. */
export function checkFileLink(secret: string, uploadId: string, query: FileLinkQuery, now = Date.now()): 'good' | 'expired' | 'forged' {
  const expected = Buffer.from(sign(keyFor(secret, 'file-link'), uploadId, query.expires, query.by));
  const given = Buffer.from(query.signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return now < query.expires ? 'good' : 'expired';
}

const sign = (key: Uint8Array, uploadId: string, expires: number, by: string): string =>
  createHmac('sha256', key)
    .update(`${uploadId}\n${String(expires)}\n${by}`)
    .digest('base64url');
