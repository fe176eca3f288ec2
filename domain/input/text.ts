/**
 * Text as people see it. Contacts, chats and web pages put marks into copied text that nobody sees and nobody typed.
 */

/** Format characters (zero width, direction, soft hyphen), variation selectors, and letters that are drawn as nothing. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u{2800}]/gu;

/** The text without invisible marks. */
export const visible = (text: string): string => text.replaceAll(invisible, '');

/** The text with full-width and other compatible signs in their plain form, without invisible marks and outer blanks. */
export const plain = (text: string): string => visible(text.normalize('NFKC')).trim();

/** Characters as people count them: an emoji of four bytes is one, an invisible mark none, outer blanks none. */
export const lengthOf = (text: string): number => Array.from(visible(text).trim()).length;
