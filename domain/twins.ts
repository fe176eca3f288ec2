/** Near twins: wordings of different entries that are so alike that each takes the other's questions. */
import { likeness } from './likeness.ts';

export interface Wording {
  entryId: string;
  text: string;
}
export interface Twins {
  one: Wording;
  other: Wording;
  /** 0 to 1 */
  likeness: number;
}

/** A pair of characters in more wordings than this tells nothing. */
const mostShared = 60;

/**
 * Returns the most alike wordings of every two entries, the most alike first. Only wordings that share an unusual pair of characters are
 * compared, which keeps the work nearly proportional to their number.
 */
export function twinsAmong(wordings: readonly Wording[], atLeast: number, most: number): Twins[] {
  const byPair = new Map<string, number[]>();
  for (const [index, { text }] of wordings.entries())
    for (const pair of pairsOf(text)) byPair.set(pair, [...(byPair.get(pair) ?? []), index]);
  const compared = new Set<string>();
  const found = new Map<string, Twins>();
  for (const shared of byPair.values()) {
    if (shared.length > mostShared) continue;
    for (const [at, first] of shared.entries()) for (const second of shared.slice(at + 1)) compare(first, second);
  }
  return [...found.values()].toSorted((a, b) => b.likeness - a.likeness).slice(0, most);

  function compare(first: number, second: number): void {
    const [one, other] = [wordings[first], wordings[second]];
    const key = `${String(first)} ${String(second)}`;
    if (one === undefined || other === undefined || one.entryId === other.entryId || compared.has(key)) return;
    compared.add(key);
    const score = likeness(one.text, other.text);
    const entries = [one.entryId, other.entryId].toSorted().join(' ');
    if (score >= atLeast && score > (found.get(entries)?.likeness ?? 0)) found.set(entries, { one, other, likeness: score });
  }
}

function pairsOf(text: string): Set<string> {
  const signs = Array.from(text);
  return new Set(signs.slice(1).map((sign, at) => `${signs[at] ?? ''}${sign}`));
}
