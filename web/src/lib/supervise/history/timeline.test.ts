import { describe, expect, it } from '@jest/globals';

import { lengthOf, partAt, tracksOf, type Part } from './timeline.ts';

const part = (id: string, side: Part['side'], use: Part['use'], offsetMs: number, durationMs: number): Part => ({
  ...{ id, side, use, offsetMs, durationMs },
  size: 1,
  url: `/${id}`,
});
const parts = [
  part('late', 'taxpayer', 'camera', 5_000, 2_000),
  part('sound', 'officer', 'microphone', 100, 9_000),
  part('early', 'taxpayer', 'camera', 0, 3_000),
];

describe('the time line of a recording', () => {
  it('has a track for each side and use, its files in the order of their times', () => {
    expect(tracksOf(parts).map(({ side, use, parts: of }) => [side, use, of.map(({ id }) => id)])).toEqual([
      ['taxpayer', 'camera', ['early', 'late']],
      ['officer', 'microphone', ['sound']],
    ]);
    expect(tracksOf([])).toEqual([]);
  });

  it('ends with its last file', () => {
    expect(lengthOf(parts)).toBe(9_100);
    expect(lengthOf([])).toBe(0);
  });

  it.each([
    [0, 'early'],
    [2_999, 'early'],
    [3_000, undefined],
    [5_000, 'late'],
    [7_000, undefined],
  ])('at %d ms plays %s', (at, id) => {
    const [camera] = tracksOf(parts);
    expect(camera && partAt(camera, at)?.id).toBe(id);
  });

  it('goes on with the later of two files that overlap', () => {
    const [track] = tracksOf([part('one', 'officer', 'camera', 0, 3_000), part('two', 'officer', 'camera', 2_900, 3_000)]);
    expect(track && partAt(track, 2_950)?.id).toBe('two');
  });
});
