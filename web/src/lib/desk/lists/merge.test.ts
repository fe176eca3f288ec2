import { describe, expect, it } from '@jest/globals';

import { mergeInPlace } from './merge.ts';

const rows = (...names: string[]) => names.map((name) => ({ id: name.charAt(0), text: name }));

describe('a list that somebody reads', () => {
  it('takes up changes of rows where they stand', () => {
    const merged = mergeInPlace(rows('a', 'b', 'c'), rows('a', 'b2', 'c'), false);
    expect(merged).toEqual({ rows: rows('a', 'b2', 'c'), gone: new Set(), changes: 0 });
  });

  it('counts what would appear, without showing it', () => {
    const merged = mergeInPlace(rows('a', 'b'), rows('x', 'a', 'b'), false);
    expect(merged.rows).toEqual(rows('a', 'b'));
    expect(merged.changes).toBe(1);
    expect(merged.gone.size).toBe(0);
  });

  it('marks what has left the list', () => {
    const merged = mergeInPlace(rows('a', 'b', 'c'), rows('a', 'c'), false);
    expect(merged.rows).toEqual(rows('a', 'b', 'c'));
    expect(merged.gone).toEqual(new Set(['b']));
    expect(merged.changes).toBe(1);
  });

  it('counts a row that changes its place once', () => {
    expect(mergeInPlace(rows('a', 'b', 'c', 'd'), rows('d', 'a', 'b', 'c'), false).changes).toBe(1);
    expect(mergeInPlace(rows('a', 'b', 'c'), rows('c', 'b', 'a'), false).changes).toBe(2);
  });

  it('knows that new rows push the last ones out of a page, which are not gone', () => {
    const merged = mergeInPlace(rows('a', 'b', 'c'), rows('x', 'a', 'b'), true);
    expect(merged.gone.size).toBe(0);
    expect(merged.changes).toBe(1);
  });

  it('takes a missing last row for gone when nothing could have pushed it out', () => {
    expect(mergeInPlace(rows('a', 'b', 'c'), rows('a', 'b', 'd'), false).gone).toEqual(new Set(['c']));
    expect(mergeInPlace(rows('a', 'b', 'c'), rows('a', 'b'), true).gone).toEqual(new Set(['c']));
  });

  it('is calm about empty lists', () => {
    expect(mergeInPlace(rows(), rows('a'), false)).toEqual({ rows: [], gone: new Set(), changes: 1 });
    expect(mergeInPlace(rows('a'), rows(), false)).toEqual({ rows: rows('a'), gone: new Set(['a']), changes: 1 });
  });
});
