/** The demo bureau's RSA key; it signs the tokens of the region that uses RS256. */
import { generateKeyPairSync, createPrivateKey, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

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

/** Writes a temporary file and links it: when two processes start at once, both use the same key. */
async function make(folder: string, file: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const draft = `${file}.${String(process.pid)}`;
  await writeFile(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return await readFile(file, 'utf8');
}
