import { createHash } from 'node:crypto';

/**
 * Derives a uuid from contents (version 8, RFC 9562): equal contents have equal ids.
 * @param contents any JSON value
 */
export function idFrom(contents: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(contents)).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
