import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

import { PlainError } from './plain-error.ts';

/** How a sealed secret begins; no secret that people enter does. */
const prefix = 'sealed:1:';
const cipher = 'aes-256-gcm';
const [ivLength, tagLength] = [12, 16];

interface SealingKey {
  /** Names the key in what it has sealed; says nothing about it. */
  id: string;
  encryption: Uint8Array;
  nonce: Uint8Array;
}

/**
 * Secrets of others that we keep (a gateway's, a bureau's) are sealed before they are stored: AES-256-GCM under a key that follows from
 * APP_SECRET.
 *
 * 1. A sealed secret opens only at the place for which it was sealed: copied into another row it is worth nothing.
 * 2. The same secret at the same place is sealed to the same text, so that what is kept already is known as such. The nonce is an HMAC of
 *    place and secret.
 * 3. What was stored before secrets were sealed, or was sealed under an earlier APP_SECRET that is still given, opens, too; `isCurrent`
 *    tells it apart, and the web process seals it anew when it starts.
 */
export class Secrets {
  readonly #current: SealingKey;
  readonly #keys: ReadonlyMap<string, SealingKey>;

  /**
   * @param appSecret at least 32 characters
   * @param earlier the one before it, while there is anything sealed under it
   */
  constructor(appSecret: string, earlier?: string) {
    this.#current = keyFrom(appSecret);
    const keys = [...(earlier === undefined ? [] : [keyFrom(earlier)]), this.#current];
    this.#keys = new Map(keys.map((key) => [key.id, key]));
  }

  /** @param place which row and which value; whoever opens names the same */
  seal(place: string, secret: string): string {
    const { id, encryption, nonce } = this.#current;
    const iv = createHmac('sha256', nonce).update(`${place}\0${secret}`).digest().subarray(0, ivLength);
    const sealing = createCipheriv(cipher, encryption, iv).setAAD(Buffer.from(place));
    const text = Buffer.concat([iv, sealing.update(secret, 'utf8'), sealing.final(), sealing.getAuthTag()]);
    return `${prefix}${id}:${text.toString('base64url')}`;
  }

  /**
   * @returns the secret; what was never sealed comes back as it is
   * @throws PlainError when it was sealed under another APP_SECRET, for another place, or was changed
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

  /** Whether it is sealed as a secret that is entered today would be. */
  isCurrent(stored: string): boolean {
    return stored.startsWith(`${prefix}${this.#current.id}:`);
  }
}

export const isSealed = (stored: string): boolean => stored.startsWith(prefix);

/** Where a secret of a stored setting has its place. */
export const settingSecretPlace = (scope: string, scopeId: string, key: string, name: string): string =>
  `the setting ${scope}:${scopeId}:${key}.${name}`;
/** The secret of a region's SMS gateway. */
export const gatewaySecretPlace = (regionId: string): string => settingSecretPlace('region', regionId, 'sms.gateway', 'secret');
/** Where a bureau's secret has its place. */
export const hostKeyPlace = (id: string): string => `the host key ${id}`;

function keyFrom(appSecret: string): SealingKey {
  const derived = (purpose: string, length: number) =>
    new Uint8Array(hkdfSync('sha256', appSecret, '', `stored-secret ${purpose}`, length));
  return { id: Buffer.from(derived('id', 6)).toString('base64url'), encryption: derived('encryption', 32), nonce: derived('nonce', 32) };
}
