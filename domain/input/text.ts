/**
 * Text as people see it. Contacts, chats and web pages put marks into copied text that nobody sees and nobody typed.
 */

/** Format characters (zero width, direction, soft hyphen), variation selectors, and letters that are drawn as nothing. */
const invisible =
  /[\p{Cf}\u{034F}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180B}-\u{180F}\u{2800}\u{3164}\u{FE00}-\u{FE0F}\u{FFA0}\u{E0100}-\u{E01EF}]/gu;

/** The text without invisible marks. */
export const visible = (text: string): string => text.replaceAll(invisible, '');

/** The text with full-width and other compatible signs in their plain form, without invisible marks and outer blanks. */
export const plain = (text: string): string => visible(text.normalize('NFKC')).trim();

/** Characters as people count them: an emoji of four bytes is one, an invisible mark none, outer blanks none. */
export const lengthOf = (text: string): number => Array.from(visible(text).trim()).length;
