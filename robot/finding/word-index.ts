/** Which entries hold the words of a question: BM25 over typed arrays, to which entries can be added one by one. */
import type { Terms } from '../terms.ts';

/** k1 of BM25: the smaller, the less a repeated term adds. Length does not count: a well-kept entry is a long one. */
const saturation = 0.6;

/** Entries that have a term, with how much each is about it. The arrays are twice as long as needed at most. */
interface Postings {
  count: number;
  /** Number of them that were taken out. */
  gone: number;
  slots: Int32Array;
  /** 0 to 1 */
  impacts: Float32Array;
}

/** A question's terms as this index weighs them. */
export interface WeighedQuestion {
  terms: readonly { term: string; worth: number }[];
  /** Sum of the worths. */
  whole: number;
  /** Share of the worth that no entry knows, 0 to 1. */
  unknown: number;
}

export class WordIndex {
  private readonly postings = new Map<string, Postings>();
  private readonly sums = new Map<number, number>();
  private size = 0;

  /**
   * Adds an entry.
   * @param slot its number, greater than those before
   * @param frequencies occurrences of each term, each with the weight of its field
   */
  add(slot: number, frequencies: ReadonlyMap<string, number>): void {
    this.size += 1;
    for (const [term, frequency] of frequencies) {
      const postings = this.roomFor(term);
      postings.slots[postings.count] = slot;
      postings.impacts[postings.count] = impactOf(frequency);
      postings.count += 1;
    }
  }

  /** Takes an entry out: its terms become as rare as they were. Its places stay, and who asks passes over them. */
  remove(frequencies: ReadonlyMap<string, number>): void {
    this.size -= 1;
    for (const term of frequencies.keys()) {
      const postings = this.postings.get(term);
      if (postings !== undefined) postings.gone += 1;
    }
  }

  private roomFor(term: string): Postings {
    const postings = this.postings.get(term) ?? { count: 0, gone: 0, slots: new Int32Array(2), impacts: new Float32Array(2) };
    if (postings.count === postings.slots.length) {
      const longer = { slots: new Int32Array(postings.count * 2), impacts: new Float32Array(postings.count * 2) };
      longer.slots.set(postings.slots);
      longer.impacts.set(postings.impacts);
      Object.assign(postings, longer);
    }
    this.postings.set(term, postings);
    return postings;
  }

  /** Weighs terms by their rarity. A term that no entry has is the rarest of all: a question about it is not covered. */
  weigh(question: Terms): WeighedQuestion {
    let whole = 0;
    let unknown = 0;
    const terms = [...question.weights].map(([term, weight]) => {
      const postings = this.postings.get(term);
      const having = postings === undefined ? 0 : postings.count - postings.gone;
      const worth = weight * Math.log(1 + (Math.max(this.size - having, 0) + 0.5) / (having + 0.5));
      whole += worth;
      if (having === 0) unknown += worth;
      return { term, worth };
    });
    return { terms, whole, unknown: whole === 0 ? 1 : unknown / whole };
  }

  /** Returns the share of the question that an entry with these terms would cover, 0 to 1. */
  coverageBy(frequencies: ReadonlyMap<string, number>, { terms, whole }: WeighedQuestion): number {
    return whole === 0 ? 0 : terms.reduce((sum, { term, worth }) => sum + worth * impactOf(frequencies.get(term) ?? 0), 0) / whole;
  }

  /** Returns the share of the question that each entry covers, 0 to 1, for the entries that cover some; valid until the next call. */
  coverage({ terms, whole }: WeighedQuestion): ReadonlyMap<number, number> {
    this.sums.clear();
    for (const { term, worth } of terms) {
      const postings = this.postings.get(term);
      if (postings === undefined) continue;
      for (let at = 0; at < postings.count; at += 1) {
        const slot = postings.slots[at] ?? 0;
        this.sums.set(slot, (this.sums.get(slot) ?? 0) + (worth * (postings.impacts[at] ?? 0)) / whole);
      }
    }
    return this.sums;
  }
}

const impactOf = (frequency: number): number => frequency / (frequency + saturation);
