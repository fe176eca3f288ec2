import { describe, expect, it } from '@jest/globals';

import { dateOf, dayNumberOfDate } from '../../../../../domain/shanghai.ts';
import { columnsOf, datesBelow, isLabelled, scaleOf } from './report-columns.ts';

const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ day: dateOf(dayNumberOfDate(first) + i), opened: i, ended: 1, open: 0 }));

describe('the columns of a report', () => {
  it('are its days, while there are few', () => {
    const { by, columns } = columnsOf(daysFrom('2026-11-01', 3));
    expect(by).toBe('day');
    expect(columns).toEqual([
      { from: '2026-11-01', to: '2026-11-01', opened: 0, ended: 1 },
      { from: '2026-11-02', to: '2026-11-02', opened: 1, ended: 1 },
      { from: '2026-11-03', to: '2026-11-03', opened: 2, ended: 1 },
    ]);
  });

  it('are weeks from Monday otherwise, and nothing of the days is lost', () => {
    const days = daysFrom('2026-08-26', 90); // a Wednesday
    const { by, columns } = columnsOf(days);
    expect(by).toBe('week');
    expect(columns[0]).toEqual({ from: '2026-08-26', to: '2026-08-30', opened: 0 + 1 + 2 + 3 + 4, ended: 5 });
    expect(columns[1]).toMatchObject({ from: '2026-08-31', to: '2026-09-06', ended: 7 });
    expect(columns.reduce((sum, { opened }) => sum + opened, 0)).toBe(days.reduce((sum, { opened }) => sum + opened, 0));
    expect(columns.at(-1)?.to).toBe(days.at(-1)?.day);
  });

  it.each([
    [0, 2],
    [2, 2],
    [3, 4],
    [7, 8],
    [9, 10],
    [11, 12],
    [95, 100],
    [13, 16],
    [401, 500],
  ])('of at most %s have a scale to %s', (highest, scale) => {
    expect(scaleOf([{ from: '', to: '', opened: highest, ended: 0 }])).toBe(scale);
  });

  it.each([1, 7, 30, 53, 62])('have few words below: %s', (count) => {
    for (const most of Object.values(datesBelow)) {
      const labelled = Array.from({ length: count }, (_, i) => i).filter((i) => isLabelled(i, count, most));
      expect(labelled[0]).toBe(0);
      expect(labelled.at(-1)).toBe(count - 1);
      expect(labelled.length).toBeLessThanOrEqual(most + 1);
    }
  });
});
