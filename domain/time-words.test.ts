import { describe, expect, it } from '@jest/globals';

import { dayOf, timeLeft } from './time-words.ts';

const at = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);

describe('timeLeft', () => {
  const due = at('2026-03-04 12:00');
  it.each([
    ['2 hours 10 minutes left', '2026-03-04 09:50', { overdue: false, days: 0, hours: 2, minutes: 10 }],
    ['a part minute is not promised', '2026-03-04 09:50:01', { overdue: false, days: 0, hours: 2, minutes: 9 }],
    ['the last second', '2026-03-04 11:59:59', { overdue: false, days: 0, hours: 0, minutes: 0 }],
    ['the deadline itself', '2026-03-04 12:00', { overdue: false, days: 0, hours: 0, minutes: 0 }],
    ['just over', '2026-03-04 12:00:00.001', { overdue: true, days: 0, hours: 0, minutes: 0 }],
    ['35 minutes over, and some seconds', '2026-03-04 12:35:59', { overdue: true, days: 0, hours: 0, minutes: 35 }],
    ['a minute short of a day', '2026-03-03 12:01', { overdue: false, days: 0, hours: 23, minutes: 59 }],
    ['one day', '2026-03-03 12:00', { overdue: false, days: 1, hours: 0, minutes: 0 }],
    ['days over', '2026-03-14 13:02', { overdue: true, days: 10, hours: 1, minutes: 2 }],
  ])('%s', (_, now, expected) => {
    expect(timeLeft(due, at(now))).toEqual(expected);
  });
});

describe('dayOf, by the day in Shanghai', () => {
  it.each([
    ['this minute', '2026-05-27 14:05', '2026-05-27 14:05', 'today'],
    ['the first moment of today', '2026-05-27 00:00', '2026-05-27 23:59:59', 'today'],
    ['today, though yesterday in UTC', '2026-05-27 07:59', '2026-05-27 08:01', 'today'],
    ['later today', '2026-05-27 20:00', '2026-05-27 08:00', 'today'],
    ['a minute ago, before midnight', '2026-05-26 23:59:59.999', '2026-05-27 00:00', 'yesterday'],
    ['the whole of yesterday', '2026-05-26 00:00', '2026-05-27 23:59', 'yesterday'],
    ['the day before yesterday', '2026-05-25 23:59', '2026-05-27 00:00', 'this-year'],
    ['the first moment of the year', '2026-01-01 00:00', '2026-12-31 23:59', 'this-year'],
    ['yesterday, last year', '2025-12-31 12:00', '2026-01-01 12:00', 'yesterday'],
    ['last year', '2025-12-30 12:00', '2026-01-01 12:00', 'older'],
    ['tomorrow', '2026-05-28 00:00', '2026-05-27 23:59', 'this-year'],
    ['next year, which must be named', '2027-01-01 00:00', '2026-12-31 23:59', 'older'],
  ])('%s', (_, when, now, expected) => {
    expect(dayOf(at(when), at(now))).toBe(expected);
  });
});
