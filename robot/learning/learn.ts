/**
 * Learns from the knowledge alone how entries are ranked, and how sure the robot may be. Every fifth wording of each entry is left out in turn
 * and asked of an index without it: once as it is, and once with its entry taken away, as a question to which there is no answer.
 */
import { setImmediate } from 'node:timers/promises';

import { RegionFinder, type AnalysedEntry, type Candidate, type Found } from '../finding/region-finder.ts';
import { factsOf, rank } from '../judging.ts';
import { learnWhitening } from '../meaning/whitening.ts';
import { learnLogistic, probability, type Example } from './logistic.ts';
import type { Learnt, Parts } from './learnt.ts';
import { learnWeights } from './weights.ts';

const folds = 5;
/** Of larger regions every so-manieth wording is asked, so that learning takes minutes at most. */
const mostAsked = 4_000;
/** Weight of a question whose entry was taken away: most questions have an answer. */
const weightWithout = 0.3;

/** A wording that was asked of an index without it. */
interface Asked {
  own: AnalysedEntry['row'];
  found: Found;
}

/** Weights to begin with; they hardly matter. */
const startWeights: Parts = [6, 6, 6];

/**
 * @param entries the whole region's
 * @param byMeaning false to learn for finding by words alone
 * @returns null when there are too few wordings to learn from
 */
export async function learn(entries: readonly AnalysedEntry[], byMeaning: boolean): Promise<Learnt | null> {
  const total = entries.reduce((sum, { wordings }) => sum + wordings.length, 0);
  const every = Math.ceil(total / mostAsked);
  const asked: Asked[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const finder = await withoutFold(entries, fold, byMeaning);
    if (finder === null) return null;
    await ask(entries, fold, every, finder, asked);
  }
  if (asked.length === 0) return null;
  const weights = learnWeights(
    asked.map(({ own, found }) => rankingOf(own, found.candidates)),
    startWeights,
  );
  const examples = asked.flatMap((question) => examplesOf(question, weights));
  const first = learnLogistic(examples.map(({ facts, weight, place }) => ({ facts, weight, holds: place === 0 })));
  const amongThree = learnLogistic(examples.map(({ facts, weight, place }) => ({ facts, weight, holds: place !== null && place < 3 })));
  const real = examples.filter(({ weight }) => weight === 1);
  const within = real.filter(({ inScope }) => inScope);
  const shareOf = (those: (example: Judged) => boolean): number => within.filter(those).length / Math.max(within.length, 1);
  return {
    weights,
    first,
    amongThree,
    curve: curveOf(real.map((example) => ({ ...example, sure: probability(first, example.facts) }))),
    figures: {
      first: shareOf(({ place }) => place === 0),
      amongThree: shareOf(({ place }) => place !== null && place < 3),
      wordings: within.length,
    },
  };
}

const isLeftOut = (entry: number, wording: number, fold: number): boolean => (entry * 7 + wording) % folds === fold;

async function withoutFold(entries: readonly AnalysedEntry[], fold: number, byMeaning: boolean): Promise<RegionFinder | null> {
  const kept = entries.map((entry, at) => {
    const stays = (_: unknown, wording: number): boolean => !isLeftOut(at, wording, fold);
    return { ...entry, wordings: entry.wordings.filter(stays), vectors: entry.vectors.filter(stays) };
  });
  const whitening = byMeaning ? learnWhitening(kept.map(({ vectors }) => vectors)) : null;
  return byMeaning && whitening === null ? null : RegionFinder.of(kept, whitening);
}

async function ask(entries: readonly AnalysedEntry[], fold: number, every: number, finder: RegionFinder, asked: Asked[]): Promise<void> {
  let number = 0;
  for (const [at, { row, wordings, vectors }] of entries.entries()) {
    for (const [wording, text] of wordings.entries()) {
      if (!isLeftOut(at, wording, fold)) continue;
      number += 1;
      if (number % every !== 0) continue;
      asked.push({ own: row, found: finder.find(text, vectors[wording] ?? null, () => true) });
    }
    if (at % betweenTurns === betweenTurns - 1) await setImmediate();
  }
}

const betweenTurns = 20;

const rankingOf = (own: AnalysedEntry['row'], candidates: readonly Candidate[]) => ({
  parts: candidates.map(({ parts }) => parts),
  right: candidates.findIndex(({ row }) => row.id === own.id),
});

interface Judged extends Omit<Example, 'holds'> {
  inScope: boolean;
  /** Place of the right entry, from 0; null where none is right. */
  place: number | null;
}

function examplesOf({ own, found }: Asked, weights: readonly number[]): Judged[] {
  const judged = (candidates: readonly Candidate[], weight: number): Judged[] => {
    const ranking = rank(candidates, weights);
    const facts = factsOf(ranking, found);
    const place = ranking.ranked.findIndex(({ row }) => row.id === own.id);
    return facts === null ? [] : [{ facts, weight, inScope: own.inScope, place: place < 0 ? null : place }];
  };
  const others = found.candidates.filter(({ row }) => row.id !== own.id);
  return [...judged(found.candidates, 1), ...judged(others, weightWithout)];
}

const thresholds = Array.from({ length: 19 }, (_, at) => Math.round((at + 1) * 5) / 100);

function curveOf(examples: readonly (Judged & { sure: number })[]): Learnt['curve'] {
  const within = examples.filter(({ inScope }) => inScope);
  const outside = examples.filter(({ inScope }) => !inScope);
  return thresholds.map((threshold) => {
    const answered = within.filter(({ sure }) => sure >= threshold);
    return {
      threshold,
      answered: answered.length / Math.max(within.length, 1),
      wrong: answered.filter(({ place }) => place !== 0).length / Math.max(within.length, 1),
      outOfScope: outside.filter(({ sure }) => sure >= threshold).length / Math.max(outside.length, 1),
    };
  });
}
