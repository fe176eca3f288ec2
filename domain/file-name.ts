/** Sanitises file names given by people, for storing, showing and saving. */
import { typeOfEnding, type Ending } from './file-types.ts';

/** Maximum length, in characters as people count them. */
export const longestFileName = 200;

// Control characters, direction marks (a name must not read backwards: "gpj.exe"), and the byte order mark.
const unwanted = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;

/** Dot in any of the forms that input methods produce, and the text after it. */
const lastPart = /[.．。｡]([^.．。｡]*)$/u;

/**
 * Returns the last part of a path without control characters and direction marks. It trims dots and blanks at the end, converts a
 * full-width ending, and shortens a long name in the middle so that its ending stays.
 * @returns an empty string when nothing is left
 */
export function cleanFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .replaceAll(unwanted, '')
    .replaceAll('\ufffd', '')
    .replace(/^[\s.]+/, '')
    .replace(/[\s.．。｡]+$/u, '');
  const folded = clean.replace(lastPart, (written, ending: string) => {
    const plain = ending.normalize('NFKC').trim();
    return typeOfEnding(plain) === undefined ? written : `.${plain}`;
  });
  const characters = Array.from(folded);
  if (characters.length <= longestFileName) return folded;
  const ending = Array.from(`.${endingOf(folded)}`).slice(0, 20);
  return [...characters.slice(0, longestFileName - ending.length), ...ending].join('');
}

/** Returns the text after the last dot in lower case; empty without a dot. */
export const endingOf = (name: string): string => (name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '');

/** Returns the file type that the name's ending stands for; undefined when it may not be uploaded. */
export const typeOfName = (given: string): Ending | undefined => typeOfEnding(endingOf(cleanFileName(given)));
