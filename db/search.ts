/**
 * Finding a text anywhere in another, in any case of letters. The pairs of signs (`bigrams` in the schema) go through an
 * index; the pattern then makes sure that they stand together. A single sign has no pair: it is looked for in order.
 */

/** A pattern for ILIKE that finds the text wherever it stands, whatever signs it holds. */
export const containing = (text: string): string => `%${escapeLike(text)}%`;

/** The same for a text that stands at the beginning. */
export const beginningWith = (text: string): string => `${escapeLike(text)}%`;

/** Whether a text has a pair of signs at all. */
export const hasPairs = (text: string): boolean => [...text].length > 1;

/**
 * The condition that `column` holds the text, with the bindings `q` and `pattern`.
 * @param column an expression of ours, exactly as its index has it
 */
export const holdsText = (column: string, q: string): string => (hasPairs(q) ? `(bigrams(${column}) @> bigrams(:q) AND ${column} ILIKE :pattern)` : `${column} ILIKE :pattern`);

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
