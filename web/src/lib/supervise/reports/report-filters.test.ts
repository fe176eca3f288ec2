import { describe, expect, it } from '@jest/globals';

import { daysUpTo, reportAddress, reportFiltersOf } from './report-filters.ts';

const now = Date.parse('2026-11-21T16:30:00Z');
const of = (query: string) => reportFiltersOf(new URLSearchParams(query), now);
const month = { from: '2026-10-24', to: '2026-11-22' };

describe('the filters of a report', () => {
  it('are the last thirty days unless the address says otherwise', () => {
    expect(of('')).toEqual(month);
    expect(daysUpTo(30, now)).toEqual(month);
    expect(of('from=2026-01-01&to=2026-02-01')).toEqual({ from: '2026-01-01', to: '2026-02-01' });
  });

  it.each(['from=2026-01-01', 'from=2026-02-30&to=2026-03-01', 'from=yesterday&to=today', 'from=2026-1-1&to=2026-1-2'])(
    'leave out days that there are not: %s',
    (query) => {
      expect(of(query)).toEqual(month);
    },
  );

  it('keep what the server is to judge', () => {
    expect(of('from=2026-03-02&to=2026-03-01&kind=message&typeId=t&centreId=c')).toEqual({
      from: '2026-03-02',
      to: '2026-03-01',
      kind: 'message',
      typeId: 't',
      centreId: 'c',
    });
    expect(of(`kind=letter&typeId=${'x'.repeat(61)}&centreId=`)).toEqual(month);
  });

  it('are the address again', () => {
    const filters = { ...month, kind: 'work-order', typeId: 'a b' } as const;
    const address = reportAddress('/supervise/reports', filters);
    expect(of(address.split('?')[1] ?? '')).toEqual(filters);
    expect(reportAddress('/x', month, { table: 'day' })).toBe('/x?from=2026-10-24&to=2026-11-22&table=day');
  });
});
