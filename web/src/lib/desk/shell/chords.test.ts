import { describe, expect, it } from '@jest/globals';

import { chordReader, pairMs } from './chords.ts';

const plain = (key: string) => ({ key, ctrlKey: false, metaKey: false, altKey: false });

describe('keys', () => {
  it('are read alone and in pairs, the pair first', () => {
    const read = chordReader();
    expect(read(plain('g'), 0)).toEqual(['g']);
    expect(read(plain('m'), 300)).toEqual(['g m', 'm']);
    expect(read(plain('m'), 600)).toEqual(['m']);
  });

  it('make no pair after a pause', () => {
    const read = chordReader();
    read(plain('g'), 0);
    expect(read(plain('m'), pairMs + 1)).toEqual(['m']);
  });

  it('mean the same in capitals, and keep the names of others', () => {
    const read = chordReader();
    expect(read(plain('R'), 0)).toEqual(['r']);
    expect(chordReader()(plain('ArrowDown'), 0)).toEqual(['ArrowDown']);
    expect(chordReader()(plain('?'), 0)).toEqual(['?']);
  });

  it.each(['ctrlKey', 'metaKey', 'altKey'])('with %s belong to the browser', (modifier) => {
    expect(chordReader()({ ...plain('r'), [modifier]: true }, 0)).toEqual([]);
  });
});
