/** An index in memory over the knowledge of one region. */
import { setImmediate } from 'node:timers/promises';

import type { KnowledgeRow } from '../db/knowledge/entries.ts';
import { termsOf, type Terms } from './terms.ts';

/** Weights of the fields and of the two parts of a score, measured on wordings that the index did not hold. */
const fields = { question: 1, wording: 1, keywords: 3, topic: 0.3, answer: 0.5 };
const parts = { coverage: 0.8, likeness: 0.2 };
/** How soon the repetition of a term stops to count (k1 of BM25). */
const saturation = 0.6;
/** Number of entries, best first, whose wordings are compared with the question one by one. */
const mostCompared = 50;

export interface Hit {
  row: KnowledgeRow;
  /** 0 (nothing in common) to 1. */
  score: number;
  /** Likeness of the question to the most similar wording of the entry, 0 to 1. */
  likeness: number;
}

/** Entries that have a term. Two lists of numbers take a quarter of the memory of one list of pairs. */
interface Postings {
  entries: number[];
  /** How much each is about the term, 0 to 1. */
  impacts: number[];
}
interface Phrase {
  terms: readonly string[];
  total: number;
}

export class SearchIndex {
  private readonly rows: readonly KnowledgeRow[];
  private readonly byId: ReadonlyMap<string, KnowledgeRow>;
  private readonly postings = new Map<string, Postings>();
  private readonly phrases: readonly (readonly Phrase[])[];

  /** Builds the index. Other requests get their turn meanwhile. */
  static async of(rows: readonly KnowledgeRow[]): Promise<SearchIndex> {
    const analysed: Analysed[] = [];
    for (const row of rows) {
      if (analysed.length % betweenTurns === betweenTurns - 1) await setImmediate();
      analysed.push(analyse(row));
    }
    return new SearchIndex(analysed);
  }

  private constructor(analysed: readonly Analysed[]) {
    this.rows = analysed.map(({ row }) => row);
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
    analysed.forEach(({ frequencies }, entry) => {
      for (const [term, frequency] of frequencies) {
        const postings = this.postings.get(term) ?? { entries: [], impacts: [] };
        this.postings.set(term, postings);
        postings.entries.push(entry);
        postings.impacts.push(frequency / (frequency + saturation));
      }
    });
    // Rarity is known only now that all entries are counted.
    this.phrases = analysed.map(({ phrases }) =>
      phrases.map(({ weights }) => ({ terms: [...weights.keys()], total: total(this.worth(weights).values()) })),
    );
  }

  /** Number of entries. */
  get size(): number {
    return this.rows.length;
  }

  /** Returns the entry with this id, whether or not it is valid. */
  get(id: string): KnowledgeRow | undefined {
    return this.byId.get(id);
  }

  /**
   * Returns the entries that share a term with a question, best first.
   * @param admits tells which entries may be found
   */
  find(question: Terms, admits: (row: KnowledgeRow) => boolean): Hit[] {
    const worth = this.worth(question.weights);
    const whole = total(worth.values());
    if (whole === 0) return [];
    const coverage = new Map<number, number>();
    for (const [term, value] of worth) {
      const postings = this.postings.get(term);
      postings?.entries.forEach((entry, at) => {
        coverage.set(entry, (coverage.get(entry) ?? 0) + (value * (postings.impacts[at] ?? 0)) / whole);
      });
    }
    const admitted = [...coverage].flatMap(([entry, covered]) => {
      const row = this.rows[entry];
      return row && admits(row) ? [{ row, entry, covered }] : [];
    });
    return admitted
      .sort((a, b) => b.covered - a.covered || a.entry - b.entry)
      .slice(0, mostCompared)
      .map(({ row, entry, covered }) => {
        const likeness = Math.max(...(this.phrases[entry] ?? []).map((phrase) => likenessOf(phrase, worth, whole)));
        return { row, likeness, score: parts.coverage * covered + parts.likeness * likeness };
      })
      .sort((a, b) => b.score - a.score);
  }

  /** Weighs terms by their rarity, too. A term that no entry has is the rarest of all: a question about it is not covered. */
  private worth(weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    const rarity = (term: string): number => {
      const having = this.postings.get(term)?.entries.length ?? 0;
      return Math.log(1 + (this.size - having + 0.5) / (having + 0.5));
    };
    return new Map([...weights].map(([term, weight]) => [term, weight * rarity(term)]));
  }
}

/** Number of entries that are analysed at a stretch, a few tens of milliseconds. */
const betweenTurns = 50;

interface Analysed {
  row: KnowledgeRow;
  /** The question and its other wordings. */
  phrases: readonly Terms[];
  /** Occurrences of each term, each with the weight of its field. */
  frequencies: ReadonlyMap<string, number>;
}

function analyse(row: KnowledgeRow): Analysed {
  const frequencies = new Map<string, number>();
  const count = (terms: Terms, weight: number): Terms => {
    for (const term of terms.weights.keys()) frequencies.set(term, (frequencies.get(term) ?? 0) + weight);
    return terms;
  };
  const question = count(termsOf(row.question), fields.question);
  const wordings = row.wordings.map((wording) => count(termsOf(wording), fields.wording));
  count(termsOf(row.keywords.join(' ')), fields.keywords);
  count(termsOf(row.topic), fields.topic);
  count(termsOf(row.answer), fields.answer);
  return { row, phrases: [question, ...wordings], frequencies };
}

const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** Dice coefficient of a wording and a question. */
function likenessOf(phrase: Phrase, worth: ReadonlyMap<string, number>, whole: number): number {
  const shared = total(phrase.terms.map((term) => worth.get(term) ?? 0));
  return (2 * shared) / (phrase.total + whole);
}
