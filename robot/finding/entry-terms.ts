import type { KnowledgeRow } from '../../db/knowledge/entries.ts';
import { termsOf, type Terms } from '../terms.ts';

/** Weights of the fields, measured on wordings that the index did not hold. */
const fields = { wording: 1, keywords: 3, topic: 0.3, answer: 0.5 };

/** Returns the question of an entry and its other wordings: what people are taken to ask for it. */
export const wordingsOf = (row: KnowledgeRow): string[] => [row.question, ...row.wordings];

/**
 * Returns the occurrences of each term in an entry, each with the weight of its field. What is answered to a matter of others says nothing
 * about that matter.
 */
export function frequenciesOf(row: KnowledgeRow, wordings: readonly string[] = wordingsOf(row)): ReadonlyMap<string, number> {
  const frequencies = new Map<string, number>();
  const count = ({ weights }: Terms, weight: number): void => {
    for (const term of weights.keys()) frequencies.set(term, (frequencies.get(term) ?? 0) + weight);
  };
  for (const wording of wordings) count(termsOf(wording), fields.wording);
  count(termsOf(row.keywords.join(' ')), fields.keywords);
  if (!row.inScope) return frequencies;
  count(termsOf(row.topic), fields.topic);
  count(termsOf(row.answer), fields.answer);
  return frequencies;
}

/** Returns the occurrences of an entry's terms without those of one wording. */
export function frequenciesWithout(frequencies: ReadonlyMap<string, number>, wording: string): ReadonlyMap<string, number> {
  const left = new Map(frequencies);
  for (const term of termsOf(wording).weights.keys()) left.set(term, Math.max(0, (left.get(term) ?? 0) - fields.wording));
  return left;
}
