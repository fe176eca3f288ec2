import { describe, expect, it } from '@jest/globals';

import { inPicture } from './places.ts';

describe('a place on a picture', () => {
  const box = { width: 400, height: 400 };
  const wide = { width: 1_600, height: 800 };

  it.each([
    ['its middle', { x: 200, y: 200 }, { x: 0.5, y: 0.5 }],
    ['its corner, below the empty bar', { x: 0, y: 100 }, { x: 0, y: 0 }],
    ['the end of its other corner', { x: 400, y: 300 }, { x: 1, y: 1 }],
  ])('%s', (_, at, expected) => {
    expect(inPicture(at, box, wide)).toEqual(expected);
  });

  it('is none beside it', () => {
    expect(inPicture({ x: 200, y: 50 }, box, wide)).toBeUndefined();
  });
});
