/**
 * Finding a text anywhere in another, in any case of letters. Its short pieces (`grams` in the schema) go through an index;
 * the pattern then makes sure that they stand together.
 */

/** A pattern for ILIKE that finds the text wherever it stands, whatever signs it holds. */
export const containing = (text: string): string => `%${escapeLike(text)}%`;

/** The same for a text that stands at the beginning. */
export const beginningWith = (text: string): string => `${escapeLike(text)}%`;

/**
 * The condition that `column` holds the text, with the bindings `q` and `pattern`.
 * @param column an expression of ours, exactly as its index has it
 */
export const holdsText = (column: string): string => `(grams(${column}) @> grams(:q) AND ${column} ILIKE :pattern)`;

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
