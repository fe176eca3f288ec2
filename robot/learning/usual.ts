/** Weights that the robot uses until it has learnt from a region's own knowledge: those learnt from the demo's. */
import type { Learnt, Source } from './learnt.ts';

export const usualLearnt: Readonly<Record<Source, Learnt>> = {
  meaning: {
    weights: [6.55, 5.82, 7.02],
    first: { factors: [0.972, 0.266, 0.284, -1.229, -0.301, 2.287, -0.091, 0.107], constant: -3.24 },
    amongThree: { factors: [0.768, 0.018, 0.234, 0.944, 0.575, 2.57, -0.172, 0.065], constant: -3.589 },
    curve: [],
    figures: { first: 0, amongThree: 0, wordings: 0 },
  },
  words: {
    weights: [0, 0, 14.84],
    first: { factors: [0.841, 0.166, 0.082, 1.223, 1.223, 3.381, -0.099, 0.576], constant: -4.421 },
    amongThree: { factors: [0.621, -0.009, 0.094, 1.398, 1.398, 2.953, -0.147, 0.572], constant: -4.006 },
    curve: [],
    figures: { first: 0, amongThree: 0, wordings: 0 },
  },
};
