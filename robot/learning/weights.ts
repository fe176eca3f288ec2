/** Weights of the parts of a score, by softmax regression: the right entry is to be ahead of all others, by as much as possible. */
import { ascend } from './ascent.ts';
import { partCount, type Parts } from './learnt.ts';

/** A wording that the index did not hold, with the parts of every entry's score; `right` is the place of its own entry. */
export interface Ranking {
  parts: readonly Parts[];
  right: number;
}

const shrinking = 0.0005;
/** Entries that are far behind pull at no weight, so that only so many rivals are looked at. */
const mostRivals = 30;

/** @param start weights to begin with */
export function learnWeights(rankings: readonly Ranking[], start: Parts): [number, number, number] {
  const contests = rankings.flatMap((ranking) => contestOf(ranking, start) ?? []);
  const scores = new Float64Array(mostRivals);
  const [wordings = 0, answer = 0, words = 0] = ascend(start, 0.2, (weights) => {
    const slope = weights.map((weight) => -shrinking * weight);
    for (const contest of contests) addSlope(slope, contest, weights, scores, contests.length);
    return slope;
  });
  return [wordings, answer, words];
}

/** Returns the rivals' parts less those of the right entry, one after the other. */
function contestOf({ parts, right }: Ranking, start: Parts): Float64Array | null {
  const own = parts[right];
  if (own === undefined) return null;
  const rivals = parts
    .filter((_, at) => at !== right)
    .sort((a, b) => scoreOf(b, start) - scoreOf(a, start))
    .slice(0, mostRivals);
  return Float64Array.from(rivals.flatMap((rival) => rival.map((part, at) => part - (own[at] ?? 0))));
}

function addSlope(slope: number[], contest: Float64Array, weights: readonly number[], scores: Float64Array, count: number): void {
  const [first = 0, second = 0, third = 0] = weights;
  const rivals = contest.length / partCount;
  // The right entry's own score, less itself, is 0.
  let whole = 1;
  for (let rival = 0, at = 0; rival < rivals; rival += 1, at += partCount) {
    const lead = first * (contest[at] as number) + second * (contest[at + 1] as number) + third * (contest[at + 2] as number);
    const likelihood = Math.exp(Math.min(lead, mostLead));
    scores[rival] = likelihood;
    whole += likelihood;
  }
  for (let rival = 0, at = 0; rival < rivals; rival += 1, at += partCount) {
    const share = (scores[rival] as number) / whole / count;
    for (let part = 0; part < partCount; part += 1) slope[part] = (slope[part] ?? 0) - share * (contest[at + part] as number);
  }
}

/** Keeps likelihoods finite. */
const mostLead = 500;

/** Returns the weighted sum. */
export const scoreOf = (parts: Parts, weights: readonly number[]): number =>
  parts[0] * (weights[0] ?? 0) + parts[1] * (weights[1] ?? 0) + parts[2] * (weights[2] ?? 0);
