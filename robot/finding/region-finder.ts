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

/** An entry that is not in the index but is compared as if it were; its vectors are whitened. */
export interface StandIn extends AnalysedEntry {
  frequencies: ReadonlyMap<string, number>;
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

  /** Builds the index of a region. */
  static async of(entries: readonly AnalysedEntry[], whitening: Whitening | null): Promise<RegionFinder> {
    const finder = new RegionFinder(whitening);
    await finder.putAll(entries);
    return finder;
  }

  /** Adds entries. Other work of the thread gets its turn meanwhile. */
  async putAll(entries: readonly AnalysedEntry[]): Promise<void> {
    for (const [at, entry] of entries.entries()) {
      if (at % betweenTurns === betweenTurns - 1) await setImmediate();
      this.put(entry);
    }
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
    return this.findWith(text, vector === null ? null : this.whitened(vector), admits, none);
  }

  /** Returns a vector of the model as this index compares it; null when it finds by words alone. */
  whitened(vector: Float32Array): Float32Array | null {
    return this.whitening === null ? null : whiten(vector, this.whitening);
  }

  /**
   * Finds as if some entries were different.
   * @param whitened the text's vector, whitened; null to find by words alone
   * @param instead by id, entries that take the place of the stored ones; null for one that is not there
   */
  findWith(
    text: string,
    whitened: Float32Array | null,
    admits: (row: KnowledgeRow) => boolean,
    instead: ReadonlyMap<string, StandIn | null>,
  ): Found {
    const question = this.words.weigh(termsOf(text));
    const coverage = this.words.coverage(question);
    const candidates: Candidate[] = [];
    for (const number of this.worthComparing(coverage, whitened)) {
      const slot = this.slots[number];
      if (!slot || instead.has(slot.row.id) || !admits(slot.row)) continue;
      candidates.push(this.compare(slot, coverage.get(number) ?? 0, whitened));
    }
    for (const standIn of instead.values()) {
      if (standIn !== null && admits(standIn.row)) candidates.push(...this.compareWith(standIn, question, whitened));
    }
    return { candidates, question };
  }

  /** Returns what speaks for an entry that is not in the index; nothing where by words it would not be found. */
  compareWith(standIn: StandIn, question: WeighedQuestion, whitened: Float32Array | null): Candidate[] {
    const covered = this.words.coverageBy(standIn.frequencies, question);
    return whitened === null && covered === 0 ? [] : [compareStandIn(standIn, covered, whitened)];
  }

  /** Returns an entry as it would be found. */
  standIn({ row, wordings, vectors, answer }: AnalysedEntry): StandIn {
    const { whitening } = this;
    const whitened = whitening === null ? [] : [...vectors, ...(answer === null ? [] : [answer])].map((each) => whiten(each, whitening));
    return {
      row,
      wordings,
      vectors: whitened.slice(0, vectors.length),
      answer: whitened[vectors.length] ?? null,
      frequencies: frequenciesOf(row, wordings),
    };
  }

  /** Returns a stored entry as it would be found; undefined when there is none with this id. */
  stored(id: string): StandIn | undefined {
    const slot = this.slots[this.slotOf.get(id) ?? -1];
    if (!slot) return undefined;
    const { row, wordings, from, count } = slot;
    const vectors = Array.from({ length: count }, (_, at) => this.vectors.get(from + at));
    const answer = count === 0 ? null : this.vectors.get(from + count);
    return { row, wordings, vectors, answer, frequencies: frequenciesOf(row, wordings) };
  }

  /** Ids of the entries, in the order in which they were added. */
  get ids(): Iterable<string> {
    return this.slotOf.keys();
  }

  private worthComparing(coverage: ReadonlyMap<number, number>, vector: Float32Array | null): Iterable<number> {
    if (vector === null) return coverage.keys();
    if (this.vectorCount <= mostExact) return this.slots.keys();
    const byWords = [...coverage].sort((a, b) => b[1] - a[1]).slice(0, mostCompared);
    return new Set([...byWords.map(([number]) => number), ...(this.nearest?.to(vector, mostCompared) ?? [])]);
  }

  private compare({ row, from, count }: Slot, covered: number, vector: Float32Array | null): Candidate {
    if (vector === null || this.whitening === null) return { row, parts: [0, 0, covered], likeness: covered };
    const { best, sum } = likenessOf(count, (at) => this.vectors.cosine(from + at, vector));
    return { row, parts: [sum, this.vectors.cosine(from + count, vector), covered], likeness: best };
  }
}

/** Returns the likeness to the most similar wording, and the weighed sum of the three most similar ones. */
function likenessOf(count: number, cosineOf: (wording: number) => number): { best: number; sum: number } {
  let [best, second, third] = [-1, -1, -1];
  for (let at = 0; at < count; at += 1) {
    const cosine = cosineOf(at);
    if (cosine > best) [best, second, third] = [cosine, best, second];
    else if (cosine > second) [second, third] = [cosine, second];
    else if (cosine > third) third = cosine;
  }
  // An entry with few wordings is judged by those it has.
  if (count < 2) second = best;
  if (count < 3) third = second;
  return { best, sum: best + second / 2 + third / 4 };
}

function compareStandIn({ row, vectors, answer }: StandIn, covered: number, vector: Float32Array | null): Candidate {
  if (vector === null || answer === null) return { row, parts: [0, 0, covered], likeness: covered };
  const { best, sum } = likenessOf(vectors.length, (at) => dot(vectors[at] ?? answer, vector));
  return { row, parts: [sum, dot(answer, vector), covered], likeness: best };
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i += 1) sum += (one[i] as number) * (other[i] as number);
  return sum;
}

const none: ReadonlyMap<string, StandIn | null> = new Map();

/** Number of entries that are added at a stretch, a few tens of milliseconds. */
const betweenTurns = 20;

/** Returns an entry as it is found by words alone. */
export const analysedByWords = (row: KnowledgeRow): AnalysedEntry => ({ row, wordings: wordingsOf(row), vectors: [], answer: null });
