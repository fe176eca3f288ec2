/** The knowledge of one region in memory, and how much each entry has to do with a question. */
import { setImmediate } from 'node:timers/promises';

import type { KnowledgeRow } from '../../db/knowledge/entries.ts';
import { dimensions } from '../meaning/embedder.ts';
import { meanOf, normalised, whiten, type Whitening } from '../meaning/whitening.ts';
import type { Parts } from '../learning/learnt.ts';
import { normalise, termsOf } from '../terms.ts';
import { frequenciesOf, wordingsOf } from './entry-terms.ts';
import { NearestEntries } from './nearest-entries.ts';
import { PackedVectors } from './packed-vectors.ts';
import { WordIndex, type WeighedQuestion } from './word-index.ts';

/** An entry with the vectors of its texts as the model gives them; without the model there are none. */
export interface AnalysedEntry {
  row: KnowledgeRow;
  /** Questions that people ask for it; `vectors` are theirs, in this order. */
  wordings: readonly string[];
  vectors: readonly Float32Array[];
  /** Of what is answered, or, for a matter of others, of what it is called. */
  answer: Float32Array | null;
}

interface Slot {
  row: KnowledgeRow;
  wordings: readonly string[];
  /** First vector of its wordings, and their number; the vector after them is the answer's. */
  from: number;
  count: number;
}

/** An entry with what speaks for it. */
export interface Candidate {
  row: KnowledgeRow;
  parts: Parts;
  /** Cosine of the most similar wording. */
  likeness: number;
}

export interface Found {
  candidates: Candidate[];
  question: WeighedQuestion;
}

/** Vectors above which candidates are found approximately. */
const mostExact = 20_000;
/** Candidates by meaning, and by words, that are compared one by one when there are many entries. */
const mostCompared = 64;

export class RegionFinder {
  readonly whitening: Whitening | null;
  private readonly slots: (Slot | null)[] = [];
  private readonly slotOf = new Map<string, number>();
  private readonly words = new WordIndex();
  private readonly vectors = new PackedVectors(dimensions);
  private nearest: NearestEntries | null = null;
  private vectorCount = 0;
  private readonly outside = new Map<string, { row: KnowledgeRow; names: string[] }>();

  /** @param whitening null to find by words alone */
  constructor(whitening: Whitening | null) {
    this.whitening = whitening;
  }

  /** Builds the index of a region. Other work of the thread gets its turn meanwhile. */
  static async of(entries: readonly AnalysedEntry[], whitening: Whitening | null): Promise<RegionFinder> {
    const finder = new RegionFinder(whitening);
    for (const [at, entry] of entries.entries()) {
      if (at % betweenTurns === betweenTurns - 1) await setImmediate();
      finder.put(entry);
    }
    return finder;
  }

  /** Number of entries. */
  get size(): number {
    return this.slotOf.size;
  }

  /** Returns the entry with this id, whether or not it is valid. */
  get(id: string): KnowledgeRow | undefined {
    return this.slots[this.slotOf.get(id) ?? -1]?.row;
  }

  /** Returns the names by which the matters of others are recognised. */
  othersFor(admits: (row: KnowledgeRow) => boolean): string[] {
    return [...this.outside.values()].filter(({ row }) => admits(row)).flatMap(({ names }) => names);
  }

  /** Takes an entry out. */
  remove(id: string): void {
    const number = this.slotOf.get(id);
    const slot = this.slots[number ?? -1];
    if (number === undefined || !slot) return;
    this.words.remove(frequenciesOf(slot.row, slot.wordings));
    this.slots[number] = null;
    this.slotOf.delete(id);
    this.outside.delete(id);
  }

  /** Adds an entry, or replaces the one with its id. */
  put({ row, wordings, vectors, answer }: AnalysedEntry): void {
    this.remove(row.id);
    const number = this.slots.length;
    let from = 0;
    if (this.whitening !== null && answer !== null) {
      const { whitening } = this;
      const whitened = [...vectors, answer].map((vector) => whiten(vector, whitening));
      for (const [at, vector] of whitened.entries()) {
        const added = this.vectors.add(vector);
        if (at === 0) from = added;
      }
      this.vectorCount += whitened.length;
      this.putNearest(number, whitened);
    }
    this.slots.push({ row, wordings, from, count: vectors.length });
    this.slotOf.set(row.id, number);
    this.words.add(number, frequenciesOf(row, wordings));
    if (!row.inScope) this.outside.set(row.id, { row, names: row.keywords.map(normalise) });
  }

  private putNearest(number: number, whitened: readonly Float32Array[]): void {
    const answer = whitened.at(-1);
    if (answer === undefined) return;
    const centre = normalised(Float32Array.from(meanOf(whitened.slice(0, -1), dimensions)));
    this.nearest ??= new NearestEntries(dimensions);
    this.nearest.add(number, [centre, answer], this.vectorCount > mostExact);
  }

  /**
   * Returns the entries that may be found, with what speaks for each, in no order.
   * @param text as it was asked
   * @param vector the text's vector as the model gives it; null to find by words alone
   * @param admits tells which entries may be found
   */
  find(text: string, vector: Float32Array | null, admits: (row: KnowledgeRow) => boolean): Found {
    const question = this.words.weigh(termsOf(text));
    const coverage = this.words.coverage(question);
    const whitened = vector === null || this.whitening === null ? null : whiten(vector, this.whitening);
    const candidates: Candidate[] = [];
    for (const number of this.worthComparing(coverage, whitened)) {
      const slot = this.slots[number];
      if (!slot || !admits(slot.row)) continue;
      candidates.push(this.compare(slot, coverage.get(number) ?? 0, whitened));
    }
    return { candidates, question };
  }

  private worthComparing(coverage: ReadonlyMap<number, number>, vector: Float32Array | null): Iterable<number> {
    if (vector === null) return coverage.keys();
    if (this.vectorCount <= mostExact) return this.slots.keys();
    const byWords = [...coverage].sort((a, b) => b[1] - a[1]).slice(0, mostCompared);
    return new Set([...byWords.map(([number]) => number), ...(this.nearest?.to(vector, mostCompared) ?? [])]);
  }

  private compare({ row, from, count }: Slot, covered: number, vector: Float32Array | null): Candidate {
    if (vector === null || this.whitening === null) return { row, parts: [0, 0, covered], likeness: covered };
    let [best, second, third] = [-1, -1, -1];
    for (let at = 0; at < count; at += 1) {
      const cosine = this.vectors.cosine(from + at, vector);
      if (cosine > best) [best, second, third] = [cosine, best, second];
      else if (cosine > second) [second, third] = [cosine, second];
      else if (cosine > third) third = cosine;
    }
    // An entry with few wordings is judged by those it has.
    if (count < 2) second = best;
    if (count < 3) third = second;
    const likeness = best + second / 2 + third / 4;
    return { row, parts: [likeness, this.vectors.cosine(from + count, vector), covered], likeness: best };
  }
}

/** Number of entries that are added at a stretch, a few tens of milliseconds. */
const betweenTurns = 20;

/** Returns an entry as it is found by words alone. */
export const analysedByWords = (row: KnowledgeRow): AnalysedEntry => ({ row, wordings: wordingsOf(row), vectors: [], answer: null });
