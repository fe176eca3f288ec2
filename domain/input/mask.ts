/**
 * Personal numbers in people's words: telephone and tax numbers, identity and bank cards. Editors who read a question need none of them.
 */

/** Replacement of a number. */
const mark = '＊＊＊';

/**
 * Signs of a number: digits and Latin letters, as people group them with single blanks, dots and dashes. A number has at least seven digits;
 * a year, an amount below ten million and the number of an announcement have fewer.
 */
const grouped = /[0-9A-Z](?:[ .\-–—·]?[0-9A-Z]){6,}/gi;
const fewestDigits = 7;
/** A date with its parts separated, which has more digits than a number needs. */
const date = /^(?:19|20)\d\d([ .\-–—·])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])$/;
const mail = /[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}/gi;

/** Returns the text without personal numbers and mail addresses. Full-width signs count like others. */
export const withoutNumbers = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(mail, mark)
    .replaceAll(grouped, (run) => ((run.match(/\d/g)?.length ?? 0) >= fewestDigits && !date.test(run) ? mark : run));
