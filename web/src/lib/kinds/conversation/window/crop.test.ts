import { describe, expect, it } from '@jest/globals';

import { between, isRegion } from './crop.ts';

describe('a cut-out', () => {
  const picture = { width: 100, height: 50 };
  it.each([
    [
      { x: 10, y: 10 },
      { x: 40, y: 30 },
      { x: 10, y: 10, width: 30, height: 20 },
    ],
    [
      { x: 40, y: 30 },
      { x: 10, y: 10 },
      { x: 10, y: 10, width: 30, height: 20 },
    ],
    [
      { x: -5, y: 10 },
      { x: 400, y: 300 },
      { x: 0, y: 10, width: 100, height: 40 },
    ],
    [
      { x: 10.4, y: 10.6 },
      { x: 20.5, y: 20.4 },
      { x: 10, y: 11, width: 11, height: 9 },
    ],
  ])('between %j and %j lies inside the picture', (a, b, expected) => {
    expect(between(a, b, picture)).toEqual(expected);
  });

  it('is more than a click', () => {
    expect(isRegion({ x: 0, y: 0, width: 7, height: 40 })).toBe(false);
    expect(isRegion({ x: 0, y: 0, width: 8, height: 8 })).toBe(true);
  });
});
