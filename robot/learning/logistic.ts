/** Probability of something by facts about it (logistic regression). */
import { ascend } from './ascent.ts';
import type { Logistic } from './learnt.ts';

export interface Example {
  facts: readonly number[];
  holds: boolean;
  /** Weight in the sum. */
  weight: number;
}

/** Keeps factors small where the examples do not ask for great ones. */
const shrinking = 0.0005;

/** Learns from examples, at least one. */
export function learnLogistic(examples: readonly Example[]): Logistic {
  const size = examples[0]?.facts.length ?? 0;
  const whole = examples.reduce((sum, { weight }) => sum + weight, 0);
  // Facts of one scale are learnt at one pace.
  const scales = Array.from({ length: size }, (_, at) => scaleOf(examples.map(({ facts }) => facts[at] ?? 0)));
  const scaled = examples.map(({ facts, ...rest }) => ({
    ...rest,
    facts: facts.map((fact, at) => (fact - (scales[at]?.mean ?? 0)) / (scales[at]?.spread ?? 1)),
  }));
  const [constant = 0, ...factors] = ascend(new Array<number>(size + 1).fill(0), 0.05, ([constant = 0, ...factors]) => {
    const slope = [0, ...factors.map((factor) => -shrinking * factor)];
    for (const { facts, holds, weight } of scaled) {
      const miss = (weight * ((holds ? 1 : 0) - probability({ factors, constant }, facts))) / whole;
      slope[0] = (slope[0] ?? 0) + miss;
      for (const [at, fact] of facts.entries()) slope[at + 1] = (slope[at + 1] ?? 0) + miss * fact;
    }
    return slope;
  });
  const unscaled = factors.map((factor, at) => factor / (scales[at]?.spread ?? 1));
  return { factors: unscaled, constant: constant - unscaled.reduce((sum, factor, at) => sum + factor * (scales[at]?.mean ?? 0), 0) };
}

/** Returns the probability, 0 to 1. */
export function probability({ factors, constant }: Logistic, facts: readonly number[]): number {
  return 1 / (1 + Math.exp(-factors.reduce((sum, factor, at) => sum + factor * (facts[at] ?? 0), constant)));
}

function scaleOf(values: readonly number[]): { mean: number; spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(variance) || 1 };
}
