import { describe, expect, it } from '@jest/globals';

import { afterFailure, nextSent, type Failure, type Sent } from './sent.ts';

/** Sends contents and fails. */
const failed = (before: Sent | null, contents: string, failure: Failure, newId: string): Sent =>
  afterFailure(nextSent(before, contents, newId), before, failure);

describe('submissions of a draft', () => {
  it('keep their id for other contents while an outcome is unknown', () => {
    const first = failed(null, 'a', 'unknown', '1');
    expect(first).toEqual({ id: '1', contents: 'a', open: ['a'] });
    expect(nextSent(first, 'a', '2')).toEqual(first);
    expect(nextSent(first, 'b', '2')).toEqual({ id: '1', contents: 'b', open: ['a', 'b'] });
  });

  it.each(['faulty', 'refused'] as const)('get a new id for other contents once they are known to have begun nothing (%s)', (failure) => {
    const first = failed(null, 'a', failure, '1');
    expect(first.open).toEqual([]);
    expect(nextSent(first, 'a', '2').id).toBe('1');
    expect(nextSent(first, 'b', '2')).toEqual({ id: '2', contents: 'b', open: ['b'] });
  });

  it('stay unknown when a later request is faulty, and are known when the server has kept others', () => {
    const first = failed(null, 'a', 'unknown', '1');
    expect(failed(first, 'a', 'faulty', '2').open).toEqual(['a']);
    expect(failed(first, 'b', 'faulty', '2').open).toEqual(['a']);
    expect(failed(first, 'b', 'refused', '2')).toEqual({ id: '1', contents: 'b', open: ['a'] });
    expect(failed(first, 'a', 'refused', '2').open).toEqual([]);
  });

  it('remember a bounded number of contents', () => {
    const last = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].reduce<Sent | null>((before, each) => failed(before, each, 'unknown', '1'), null);
    expect(last?.open).toEqual(['c', 'd', 'e', 'f', 'g']);
  });
});
