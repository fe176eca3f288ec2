import { describe, expect, it } from '@jest/globals';
import { filterOf, isNarrowed, narrowedTo, sameFilter } from './board-filters.ts';
import type { BoardFilter } from './board-filters.ts';

const assigneeId = '5f0c8a52-9a34-4c0e-8a55-0d6f1a2b3c4d';
const whole: BoardFilter = { kind: 'work-order', typeId: 'binhai-wo-quota', stage: '复核', what: 'overdue', age: 'days-15', assigneeId };

describe('a filter of the board', () => {
  it.each<BoardFilter>([{}, { what: 'urged' }, { assigneeId: 'nobody', kind: 'message' }, { typeId: 'a&b=c', stage: 'x y' }, whole])(
    'comes back from the address as it went there: %j',
    (filter) => {
      const address = narrowedTo('/supervise/board', new URLSearchParams(), filter);
      expect(filterOf(new URL(address, 'http://here').searchParams)).toEqual(filter);
    },
  );

  it('takes the place of the one before, of a search and of the closed cases; what else is there stays', () => {
    const query = new URLSearchParams('state=closed&q=发票&what=urged&stage=review&lang=en');
    expect(narrowedTo('/supervise', query, { what: 'overdue' })).toBe('/supervise?what=overdue&lang=en');
    expect(narrowedTo('/supervise', query, {})).toBe('/supervise?lang=en');
  });

  it.each(['what=late', 'age=week', 'kind=letter', 'assigneeId=1', `stage=${'x'.repeat(61)}`, 'typeId=', `assigneeId=${assigneeId}x`])(
    'leaves out what cannot be: %s',
    (query) => {
      expect(filterOf(new URLSearchParams(query))).toEqual({});
    },
  );

  it('is one or is none', () => {
    expect(isNarrowed({})).toBe(false);
    expect(isNarrowed({ what: 'urged' })).toBe(true);
    expect(sameFilter(whole, { ...whole })).toBe(true);
    expect(sameFilter(whole, { ...whole, what: 'urged' })).toBe(false);
    expect(sameFilter({}, { kind: 'message' })).toBe(false);
  });
});
