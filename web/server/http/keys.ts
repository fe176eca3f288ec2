import { hkdfSync } from 'node:crypto';

/** What a key derived from the application's secret is for: a signature for one purpose is worth nothing for another. */
export type KeyPurpose = 'access-token' | 'live-ticket' | 'file-link';

/** 32 bytes for one purpose (HKDF-SHA256, RFC 5869). */
export const keyFor = (secret: string, purpose: KeyPurpose): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
