import { describe, expect, it } from '@jest/globals';

import { rangeOf } from './bulk-range.ts';

describe('a range of rows', () => {
  const shown = ['a', 'b', 'c', 'd'];

  it.each<[string, string | undefined, string, string[]]>([
    ['downwards', 'b', 'd', ['b', 'c', 'd']],
    ['upwards', 'c', 'a', ['a', 'b', 'c']],
    ['of one row', 'b', 'b', ['b']],
    ['that begins nowhere', undefined, 'c', ['c']],
    ['that begins at a row that has left the list', 'x', 'c', ['c']],
  ])('%s', (_name, from, to, range) => {
    expect(rangeOf(shown, from, to)).toEqual(range);
  });
});
