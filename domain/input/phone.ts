import { plain } from './text.ts';

/** Mainland mobile numbers, in the gateway's format. */
const mobile = /^1[3-9]\d{9}$/;

/**
 * Parses a mobile number in full or half width, with blanks, dashes, dots or brackets between digits, with a prefix +86, 0086 or 86, and
 * with invisible marks from address books.
 * @returns eleven digits; null for anything else
 */
export function phoneIn(text: string): string | null {
  const digits = plain(text)
    .replaceAll(/[\s\p{Pd}−.·()]/gu, '')
    .replace(/^(?:\+|00)?86(?=1)/, '');
  return mobile.test(digits) ? digits : null;
}

/** Masks a telephone number for lists and pages: 199****0001. Of a number of another length, only the last two characters are shown. */
export const maskPhone = (phone: string): string =>
  mobile.test(phone) ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`;
