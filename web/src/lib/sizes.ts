import { t } from './i18n.svelte.ts';

const kilo = 1024;

/** File size in words: 512 字节, 340 KB, 1.9 MB. */
export const sizeWords = (bytes: number): string => {
  if (bytes < kilo) return t('size.bytes', { n: bytes });
  if (bytes < kilo * kilo) return t('size.kilobytes', { n: Math.round(bytes / kilo) });
  return t('size.megabytes', { n: (bytes / kilo / kilo).toFixed(1) });
};
