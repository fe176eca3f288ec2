import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

import { PlainError } from './plain-error.ts';

/** Prefix of a sealed secret; no secret that people enter has it. */
const prefix = 'sealed:1:';
const cipher = 'aes-256-gcm';
const [ivLength, tagLength] = [12, 16];

interface SealingKey {
  /** Id of the key in sealed secrets; reveals nothing about the key. */
  id: string;
  encryption: Uint8Array;
  nonce: Uint8Array;
}

/**
 * Seals other parties' secrets (a gateway's, a bureau's) before they are stored: AES-256-GCM with a key derived from APP_SECRET.
 *
 * 1. A sealed secret opens only at the place for which it was sealed; copied into another row it is useless.
 * 2. Sealing is deterministic per place and secret, so that an unchanged secret is recognised. The nonce is an HMAC of place and secret.
 * 3. Secrets stored before sealing existed, or sealed with an earlier APP_SECRET that is still configured, open, too. `isCurrent` detects
 *    them, and the web process reseals them when it starts.
 */
export class Secrets {
  readonly #current: SealingKey;
  readonly #keys: ReadonlyMap<string, SealingKey>;

  /**
   * @param appSecret at least 32 characters
   * @param earlier previous APP_SECRET, while secrets are still sealed with it
   */
  constructor(appSecret: string, earlier?: string) {
    this.#current = keyFrom(appSecret);
    const keys = [...(earlier === undefined ? [] : [keyFrom(earlier)]), this.#current];
    this.#keys = new Map(keys.map((key) => [key.id, key]));
  }

  /** @param place row and value; opening requires the same place */
  seal(place: string, secret: string): string {
    const { id, encryption, nonce } = this.#current;
    const iv = createHmac('sha256', nonce).update(`${place}\0${secret}`).digest().subarray(0, ivLength);
    const sealing = createCipheriv(cipher, encryption, iv).setAAD(Buffer.from(place));
    const text = Buffer.concat([iv, sealing.update(secret, 'utf8'), sealing.final(), sealing.getAuthTag()]);
    return `${prefix}${id}:${text.toString('base64url')}`;
  }

  /**
   * @returns the secret; a value that was never sealed is returned unchanged
   * @throws PlainError when it was sealed with another APP_SECRET or for another place, or was modified
   */
  open(place: string, stored: string): string {
    if (!isSealed(stored)) return stored;
    const [id, text] = stored.slice(prefix.length).split(':');
    const key = this.#keys.get(id ?? '');
    if (key === undefined)
      throw new PlainError(`${place} was sealed under another APP_SECRET: set APP_SECRET_EARLIER to it, or enter it anew.`);
    const bytes = Buffer.from(text ?? '', 'base64url');
    try {
      const opening = createDecipheriv(cipher, key.encryption, bytes.subarray(0, ivLength), { authTagLength: tagLength })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-tagLength));
      return Buffer.concat([opening.update(bytes.subarray(ivLength, -tagLength)), opening.final()]).toString('utf8');
    } catch {
      throw new PlainError(`${place} cannot be opened: it was sealed for another place, or changed. Enter it anew.`);
    }
  }

  /** True when it is sealed with the current key. */
  isCurrent(stored: string): boolean {
    return stored.startsWith(`${prefix}${this.#current.id}:`);
  }
}

export const isSealed = (stored: string): boolean => stored.startsWith(prefix);

/** Returns the place of a secret in a stored setting. */
export const settingSecretPlace = (scope: string, scopeId: string, key: string, name: string): string =>
  `the setting ${scope}:${scopeId}:${key}.${name}`;
/** Returns the place of a region's SMS gateway secret. */
export const gatewaySecretPlace = (regionId: string): string => settingSecretPlace('region', regionId, 'sms.gateway', 'secret');
/** Returns the place of a bureau's secret. */
export const hostKeyPlace = (id: string): string => `the host key ${id}`;

function keyFrom(appSecret: string): SealingKey {
  const derived = (purpose: string, length: number) =>
    new Uint8Array(hkdfSync('sha256', appSecret, '', `stored-secret ${purpose}`, length));
  return { id: Buffer.from(derived('id', 6)).toString('base64url'), encryption: derived('encryption', 32), nonce: derived('nonce', 32) };
}
