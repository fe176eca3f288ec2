/** The demo bureau's own RSA key, by which it signs the tokens of the region that takes RS256. */
import { createPrivateKey, generateKeyPair, randomUUID, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

import { codeOf } from '../../../runtime/plain-error.ts';

export interface DemoKey {
  id: string;
  privateKey: KeyObject;
  publicJwk: JWK;
}

/** @param folder where the key is stored, so that tokens survive a restart; a missing key is created */
export async function demoKey(folder: string): Promise<DemoKey> {
  const file = path.join(folder, 'host-key.pem');
  const pem = (await read(file)) ?? (await make(folder, file));
  const privateKey = createPrivateKey(pem);
  const { kty, n, e } = await exportJWK(privateKey);
  const publicJwk: JWK = { kty, n, e };
  const id = await calculateJwkThumbprint(publicJwk);
  return { id, privateKey, publicJwk: { ...publicJwk, kid: id, alg: 'RS256', use: 'sig' } };
}

async function read(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function make(folder: string, file: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  return await keptFirst(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

/**
 * Creates a file unless it exists: writes a temporary file and links it. Of concurrent calls, in one process or several, the first wins.
 * @returns the file's text, which is that of the first call
 */
export async function keptFirst(file: string, text: string | Buffer): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return await readFile(file, 'utf8');
}
