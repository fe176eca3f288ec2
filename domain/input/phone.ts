import { plain } from './text.ts';

/** Mainland mobile numbers, as the gateway takes them. */
const mobile = /^1[3-9]\d{9}$/;

/**
 * The mobile number that somebody has written: in any width, with blanks, dashes, dots and brackets between its digits, with
 * +86, 0086 or 86 before it, with the invisible marks of address books.
 * @returns eleven digits; null for anything else
 */
export function phoneIn(text: string): string | null {
  const digits = plain(text)
    .replaceAll(/[\s\p{Pd}−.·()]/gu, '')
    .replace(/^(?:\+|00)?86(?=1)/, '');
  return mobile.test(digits) ? digits : null;
}
