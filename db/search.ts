/**
 * Text search by words, each anywhere in the text. Query and column are folded (`domain/input/fold.ts`, and `fold` in the schema). An index
 * finds the n-grams of a word (`grams` in the schema); a LIKE pattern then verifies that they are adjacent.
 */
import { wordsOf } from '../domain/input/fold.ts';

/** Returns a LIKE pattern that finds the text anywhere, with wildcards escaped. */
export const containing = (text: string): string => `%${escapeLike(text)}%`;

/** The same for a prefix. */
export const beginningWith = (text: string): string => `${escapeLike(text)}%`;

/** Conditions on a folded column, and their bindings. */
export interface WordSearch {
  /** Condition that the column contains every word. */
  holds: (column: string) => string;
  /** The same through the index. @param column an expression of ours, exactly as in its index */
  indexed: (column: string, pieces?: 'grams' | 'pieces') => string;
  bindings: Record<string, string>;
}

/** Builds the search for all words of a text in any order; a text without words matches nothing. */
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

/** Words too short for `grams` use `pieces`. */
const wanted = {
  grams: (word: string): string => `grams(${word})`,
  pieces: (word: string): string => `CASE WHEN grams(${word}) = '{}' THEN pieces(${word}) ELSE grams(${word}) END`,
};

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
