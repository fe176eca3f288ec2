import type { Language } from '../../i18n/index.ts';

/** Returns the name of a place or a type in the reader's language. */
export const nameIn = (language: Language, chinese: string | null, english: string | null): string =>
  (language === 'en' ? (english ?? chinese) : chinese) ?? '';
