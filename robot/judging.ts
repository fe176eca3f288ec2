/** Ranks what was found and says how sure it is. */
import type { KnowledgeRow } from '../db/knowledge/entries.ts';
import type { Candidate, Found } from './finding/region-finder.ts';
import type { Learnt } from './learning/learnt.ts';
import { probability } from './learning/logistic.ts';
import { scoreOf } from './learning/weights.ts';

export interface Scored extends Candidate {
  score: number;
}

export interface Judgement {
  /** Entries in scope, most likely first. */
  ranked: Scored[];
  /** The likeliest matter of others. */
  outside: Scored | undefined;
  /** Probability that the first entry is right, and that the right one is among the first three, 0 to 1. */
  first: number;
  amongThree: number;
}

/** @param meantFor tells which entries are meant for who asks; the others are found, too, but come later where both would do */
export function judge(
  found: Found,
  learnt: Pick<Learnt, 'weights' | 'first' | 'amongThree'>,
  meantFor: (row: KnowledgeRow) => boolean,
): Judgement {
  const { ranked, outside } = rank(found.candidates, learnt.weights, meantFor);
  const facts = factsOf({ ranked, outside }, found);
  if (facts === null) return { ranked, outside, first: 0, amongThree: 0 };
  return { ranked, outside, first: probability(learnt.first, facts), amongThree: probability(learnt.amongThree, facts) };
}

type Ranked = Pick<Judgement, 'ranked' | 'outside'>;

/** Scores candidates and parts those in scope, best first, from the others, of which the best remains. */
export function rank(
  candidates: readonly Candidate[],
  weights: readonly number[],
  meantFor: (row: KnowledgeRow) => boolean = () => true,
): Ranked {
  const scored = candidates
    .map((candidate) => ({ ...candidate, score: scoreOf(candidate.parts, weights) - (meantFor(candidate.row) ? 0 : notMeant) }))
    .sort((a, b) => b.score - a.score || compareIds(a.row, b.row));
  return { ranked: scored.filter(({ row }) => row.inScope), outside: scored.find(({ row }) => !row.inScope) };
}

/** About what a word more or less does: enough for near twins. An accountant may ask about the own income tax all the same. */
const notMeant = 0.5;

const compareIds = (a: KnowledgeRow, b: KnowledgeRow): number => (a.id < b.id ? -1 : 1);

/**
 * Returns what the probabilities depend on: the first entry's share of all likelihood (as a logarithm), its lead on the second, its score,
 * its likeness and coverage, the share of unknown words, how far the likeliest matter of others is ahead, and how much the question says.
 * @returns null when nothing in scope was found
 */
export function factsOf({ ranked, outside }: Ranked, { question }: Pick<Found, 'question'>): number[] | null {
  const [first, second] = ranked;
  if (first === undefined) return null;
  const scores = [...ranked, ...(outside ? [outside] : [])].map(({ score }) => Math.exp(score - first.score));
  return [
    -Math.log(scores.reduce((sum, score) => sum + score, 0)),
    Math.min(first.score - (second?.score ?? 0), mostLead),
    first.score,
    first.likeness,
    first.parts[2],
    question.unknown,
    Math.max((outside?.score ?? 0) - first.score, -mostLead),
    Math.log(1 + question.whole),
  ];
}

/** A lead beyond this tells nothing more. */
const mostLead = 10;
