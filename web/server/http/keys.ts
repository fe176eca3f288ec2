import { hkdfSync } from 'node:crypto';

/** Purpose of a key derived from the application's secret; a signature is valid for its purpose only. */
export type KeyPurpose = 'access-token' | 'live-ticket' | 'file-link';

/** Derives a 32-byte key for one purpose (HKDF-SHA256, RFC 5869). */
export const keyFor = (secret: string, purpose: KeyPurpose): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
