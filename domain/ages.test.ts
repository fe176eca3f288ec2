import { describe, expect, it } from '@jest/globals';

import { ages, daysOf, openedWithin } from './ages.ts';

const now = Date.parse('2026-05-20T08:30:00+08:00');
const within = (age: (typeof ages)[number], at: string): boolean => {
  const { since, until } = openedWithin(age, now);
  return Date.parse(at) >= since && Date.parse(at) < until;
};
const ageOf = (at: string) => ages.filter((age) => within(age, at));

describe('how long an order has been open', () => {
  it.each([
    ['2026-05-20T08:30:01+08:00', 'days-3'],
    ['2026-05-20T00:00:00+08:00', 'days-3'],
    ['2026-05-17T00:00:00+08:00', 'days-3'],
    ['2026-05-16T23:59:59.999+08:00', 'days-7'],
    ['2026-05-13T00:00:00+08:00', 'days-7'],
    ['2026-05-12T15:59:59Z', 'days-15'],
    ['2026-05-05T00:00:00+08:00', 'days-15'],
    ['2026-05-04T23:59:59+08:00', 'days-30'],
    ['2026-04-20T00:00:00+08:00', 'days-30'],
    ['2026-04-19T23:59:59+08:00', 'older'],
    ['2019-01-01T00:00:00+08:00', 'older'],
  ])('opened at %s: %s and nothing else', (at, age) => {
    expect(ageOf(at)).toEqual([age]);
  });

  it('has steps without a gap, from today on', () => {
    expect(ages.map(daysOf)).toEqual([
      { from: 0, to: 3 },
      { from: 4, to: 7 },
      { from: 8, to: 15 },
      { from: 16, to: 30 },
      { from: 31, to: Infinity },
    ]);
  });
});
