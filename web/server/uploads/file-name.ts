/** Names of files as people gave them, made safe to keep, to show and to save under. */

/** The longest name, in characters as people count them. */
const longestName = 200;

// Controls, the marks that turn the direction of text (a name must not read backwards: "gpj.exe"), and the byte order mark.
const unwanted = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]/gu;

/**
 * The last part of a path, without controls and marks of direction, cut in the middle so that its ending stays.
 * @returns an empty text when nothing is left
 */
export function cleanFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .replaceAll(unwanted, '')
    .replaceAll('\ufffd', '')
    .replace(/^[\s.]+/, '')
    .trim();
  const characters = Array.from(clean);
  if (characters.length <= longestName) return clean;
  const ending = Array.from(`.${endingOf(clean)}`).slice(0, 20);
  return [...characters.slice(0, longestName - ending.length), ...ending].join('');
}

/** What stands after the last dot, in small letters; empty when there is no dot. */
export const endingOf = (name: string): string => (name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '');
