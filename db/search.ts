/**
 * A pattern for ILIKE that finds a text anywhere, whatever signs it holds.
 * @param text as a person typed it
 */
export const containing = (text: string): string => `%${escapeLike(text)}%`;

/** The same for a text that stands at the beginning. */
export const beginningWith = (text: string): string => `${escapeLike(text)}%`;

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
