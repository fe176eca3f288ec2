import { describe, expect, it } from '@jest/globals';

import { dayNumberOfDate, weekdayOf } from '../shanghai.ts';
import { holidaysOf, knownYears } from './index.ts';

const isWeekend = (date: string): boolean => weekdayOf(dayNumberOfDate(date)) >= 6;

describe.each([...knownYears])('the holidays of %p', (year) => {
  const days = Object.entries(holidaysOf(year));
  const off = days.filter(([, kind]) => kind === 'holiday').map(([date]) => date);
  const makeUp = days.filter(([, kind]) => kind === 'workday').map(([date]) => date);

  it('lie in that year, in order', () => {
    const dates = days.map(([date]) => date);
    expect(dates.every((date) => date.startsWith(`${String(year)}-`))).toBe(true);
    expect(dates).toEqual([...dates].sort());
  });
  it('are worked in exchange at weekends only', () => {
    expect(makeUp.filter((date) => !isWeekend(date))).toEqual([]);
  });
  it('free as many weekdays, less those worked in exchange, as the law gives days', () => {
    // 全国年节及纪念日放假办法, in force since 2025-01-01: 13 days, made up on a weekday where they fall on a weekend.
    expect(off.filter((date) => !isWeekend(date)).length - makeUp.length).toBe(13);
  });
});

describe('2026', () => {
  it('has 33 days off and 6 make-up days', () => {
    const kinds = Object.values(holidaysOf(2026));
    expect(kinds.filter((kind) => kind === 'holiday')).toHaveLength(33);
    expect(kinds.filter((kind) => kind === 'workday')).toHaveLength(6);
  });
});

it('says nothing of a year that is not known', () => {
  expect(knownYears).not.toContain(2031);
  expect(holidaysOf(2031)).toEqual({});
});
