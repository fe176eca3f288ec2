import { expect, it } from '@jest/globals';

import { sharesAt } from './curve.ts';

const curve = [
  { threshold: 0.5, answered: 0.8, wrong: 0.04, outOfScope: 0.1 },
  { threshold: 0.6, answered: 0.6, wrong: 0.02, outOfScope: 0 },
];

it.each([
  [0.5, 0.8, 0.04],
  [0.55, 0.7, 0.03],
  [0.6, 0.6, 0.02],
  [0.1, 0.8, 0.04],
  [0.9, 0.6, 0.02],
])('at %d, %d are answered and %d wrongly', (threshold, answered, wrong) => {
  const shares = sharesAt(curve, threshold);
  expect(shares?.answered).toBeCloseTo(answered);
  expect(shares?.wrong).toBeCloseTo(wrong);
});

it('nothing is known without a curve', () => {
  expect(sharesAt([], 0.5)).toBeUndefined();
});
