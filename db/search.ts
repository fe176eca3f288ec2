/**
 * Finding words in a text, each by itself and anywhere. Both sides are folded (`domain/input/fold.ts`, and `fold` in the schema). The
 * short pieces of a word (`grams` in the schema) go through an index; the pattern then makes sure that they stand together.
 */
import { wordsOf } from '../domain/input/fold.ts';

/** A pattern for LIKE that finds the text wherever it stands, whatever signs it holds. */
export const containing = (text: string): string => `%${escapeLike(text)}%`;

/** The same for a text that stands at the beginning. */
export const beginningWith = (text: string): string => `${escapeLike(text)}%`;

/** What a search is looked up by: conditions on a folded column, and the values that they are bound to. */
export interface WordSearch {
  /** Whether a row holds every word. */
  holds: (column: string) => string;
  /** The same, through the index of `pieces`. @param column an expression of ours, exactly as its index has it */
  indexed: (column: string, pieces?: 'grams' | 'pieces') => string;
  bindings: Record<string, string>;
}

/** The search for every word of a text, in any order; one without words finds nothing. */
export function searchFor(text: string): WordSearch {
  const words = wordsOf(text);
  const every = (condition: (i: string) => string): string =>
    words.length === 0 ? 'false' : `(${words.map((_, i) => condition(String(i))).join(' AND ')})`;
  const holds = (column: string): string => every((i) => `${column} LIKE :pattern${i}`);
  return {
    holds,
    indexed: (column, pieces = 'grams') =>
      every((i) => `${pieces}(${column}) @> ${wanted[pieces](`:word${i}`)} AND ${column} LIKE :pattern${i}`),
    bindings: Object.fromEntries(
      words.flatMap((word, i) => [
        [`word${String(i)}`, word],
        [`pattern${String(i)}`, containing(word)],
      ]),
    ),
  };
}

/** Where a word has no pieces of the first kind, those of the second are fewer than none. */
const wanted = {
  grams: (word: string): string => `grams(${word})`,
  pieces: (word: string): string => `CASE WHEN grams(${word}) = '{}' THEN pieces(${word}) ELSE grams(${word}) END`,
};

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
