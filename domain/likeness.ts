/** Similarity of two texts, to find the same question asked twice. */

/** Counts the pairs of neighbouring letters and digits; other characters are ignored. */
function pairsOf(text: string): Map<string, number> {
  const signs = Array.from(text.normalize('NFKC').toLowerCase()).filter((sign) => /[\p{L}\p{N}]/u.test(sign));
  const pairs = new Map<string, number>();
  for (let i = 1; i < signs.length; i += 1) {
    const pair = `${signs[i - 1] ?? ''}${signs[i] ?? ''}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

const countOf = (pairs: ReadonlyMap<string, number>): number => [...pairs.values()].reduce((sum, count) => sum + count, 0);

/**
 * Returns the Dice coefficient of two texts over their letter pairs. Word order and punctuation matter little, which suits Chinese without
 * segmentation.
 * @returns 0 (nothing in common, or too short) to 1 (the same)
 */
export function likeness(one: string, other: string): number {
  const [a, b] = [pairsOf(one), pairsOf(other)];
  const total = countOf(a) + countOf(b);
  if (total === 0) return 0;
  const shared = [...a].reduce((sum, [pair, count]) => sum + Math.min(count, b.get(pair) ?? 0), 0);
  return (2 * shared) / total;
}
