/** Names of files as people gave them, made safe to keep, to show and to save under. */
import { typeOfEnding, type Ending } from './file-types.ts';

/** The longest name, in characters as people count them. */
export const longestFileName = 200;

// Controls, the marks that turn the direction of text (a name must not read backwards: "gpj.exe"), and the byte order mark.
const unwanted = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;

/** A dot as input methods write it, and what stands after it. */
const lastPart = /[.．。｡]([^.．。｡]*)$/u;

/**
 * The last part of a path, without controls and marks of direction. Dots and blanks at its end go, an ending in full width is folded,
 * and a long name is cut in the middle so that its ending stays.
 * @returns an empty text when nothing is left
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

/** What stands after the last dot, in small letters; empty when there is no dot. */
export const endingOf = (name: string): string => (name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '');

/** The type that a name says its file is of; undefined when it is none that may be uploaded. */
export const typeOfName = (given: string): Ending | undefined => typeOfEnding(endingOf(cleanFileName(given)));
