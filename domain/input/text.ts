/** Text as people see it. Copied text from contacts, chats and web pages contains invisible marks that nobody typed. */

/** Format characters (zero width, direction, soft hyphen), variation selectors, and letters drawn as nothing. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u{2800}]/gu;

/** Removes invisible marks. */
export const visible = (text: string): string => text.replaceAll(invisible, '');

/** Converts full-width and other compatibility characters; removes invisible marks and outer blanks. */
export const plain = (text: string): string => visible(text.normalize('NFKC')).trim();

/**
 * Counts characters as people do, the same in pages and on the server: an emoji of four bytes is one, and so is a line break of either kind;
 * invisible marks and outer blanks are none.
 */
export const lengthOf = (text: string): number => Array.from(visible(text).replaceAll('\r\n', '\n').trim()).length;

/**
 * Cuts a text between two characters as people see them, so that no emoji and no rare character is halved.
 * @param most number of characters that are kept; an ellipsis says that more followed
 */
export function cut(text: string, most: number): string {
  let kept = 0;
  for (const { index } of new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)) {
    if (kept === most) return `${text.slice(0, index)}…`;
    kept += 1;
  }
  return text;
}
