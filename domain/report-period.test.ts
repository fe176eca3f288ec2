import { describe, expect, it } from '@jest/globals';

import { instantsOf, lastDays, periodBefore, periodFaults } from './report-period.ts';
import { dateOf, dayNumberOfDate } from './shanghai.ts';

const now = Date.parse('2026-11-21T16:30:00Z'); // half past midnight of the 22nd in Shanghai
const day = dayNumberOfDate;

describe('the days of a report', () => {
  it('end today, by the clock of Shanghai', () => {
    const week = lastDays(7, now);
    expect([dateOf(week.from), dateOf(week.to)]).toEqual(['2026-11-16', '2026-11-22']);
  });

  it('stand beside as many before', () => {
    expect(periodBefore({ from: day('2026-03-01'), to: day('2026-03-31') })).toEqual({ from: day('2026-01-29'), to: day('2026-02-28') });
    expect(periodBefore({ from: 10, to: 10 })).toEqual({ from: 9, to: 9 });
  });

  it('begin and end at midnight there', () => {
    expect(instantsOf({ from: day('2026-11-21'), to: day('2026-11-22') })).toEqual({
      since: Date.parse('2026-11-20T16:00:00Z'),
      until: Date.parse('2026-11-22T16:00:00Z'),
    });
  });

  it.each([
    ['2026-11-22', '2026-11-22', []],
    ['2025-11-22', '2026-11-22', []],
    ['2025-11-21', '2026-11-22', [{ path: 'to', code: 'too-many-days', limit: 366 }]],
    ['2026-11-20', '2026-11-19', [{ path: 'to', code: 'before-start' }]],
    ['2026-11-20', '2026-11-23', [{ path: 'to', code: 'in-future' }]],
    [
      '2026-11-24',
      '2026-11-23',
      [
        { path: 'from', code: 'in-future' },
        { path: 'to', code: 'in-future' },
      ],
    ],
    [
      '2026-11-23',
      '2026-11-22',
      [
        { path: 'from', code: 'in-future' },
        { path: 'to', code: 'before-start' },
      ],
    ],
  ])('from %s to %s: %j', (from, to, faults) => {
    expect(periodFaults({ from, to }, now)).toEqual(faults);
  });
});
