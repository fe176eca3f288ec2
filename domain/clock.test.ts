import { describe, expect, it } from '@jest/globals';

import { calendarFor, roundTheClock, type Span } from './calendar.ts';
import { clockFrom, leftOf, nextRing } from './clock.ts';

const office: Span[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const calendar = calendarFor({ week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] }, makeUp: office }, [2026]);
const at = (text: string): number => Date.parse(`2026-${text.replace(' ', 'T')}+08:00`);

describe('a clock that begins now', () => {
  it('counts working time, for its warning and for its end', () => {
    expect(clockFrom(calendar, 'stage', at('03-06 11:30'), 300, 240)).toEqual({
      purpose: 'stage',
      startedAt: at('03-06 11:30'),
      warnAt: at('03-06 17:00'),
      dueAt: at('03-09 09:30'),
      warned: false,
      escalated: false,
    });
  });
  it('warns nobody where nobody is to be warned', () => {
    expect(clockFrom(calendar, 'dispatch', at('03-06 11:30'), 30, null)).toMatchObject({ warnAt: null, dueAt: at('03-06 12:00') });
  });
});

describe('what is left of a clock', () => {
  const clock = clockFrom(calendar, 'stage', at('03-06 09:00'), 420, 336);
  it.each([
    ['at its beginning', '03-06 09:00', 420, 336],
    ['before lunch', '03-06 12:00', 240, 156],
    ['in the lunch break, the same', '03-06 13:00', 240, 156],
    ['at its warning', '03-06 16:06', 84, 0],
    ['after its warning', '03-06 17:00', 30, 0],
    ['at its end', '03-06 17:30', 0, 0],
    ['on the weekend after it, nothing and never less', '03-08 12:00', 0, 0],
    ['a working day after it', '03-10 09:00', 0, 0],
  ])('%s', (_, now, dueIn, warnIn) => {
    expect(leftOf(calendar, clock, at(now))).toEqual({ dueIn, warnIn });
  });
  it.each([
    ['that has warned', { ...clock, warned: true }],
    ['that never warns', { ...clock, warnAt: null }],
  ])('has no warning left in one %s', (_, other) => {
    expect(leftOf(calendar, other, at('03-06 12:00'))).toEqual({ dueIn: 240, warnIn: null });
  });
  it('goes on elsewhere in time for exactly as long', () => {
    const { dueIn, warnIn } = leftOf(calendar, clock, at('03-06 11:00'));
    expect(clockFrom(calendar, 'stage', at('03-09 16:00'), dueIn, warnIn)).toMatchObject({
      warnAt: at('03-10 11:06'),
      dueAt: at('03-10 14:00'),
    });
  });
});

describe('when a clock rings next', () => {
  const clock = clockFrom(roundTheClock, 'stage', 0, 10, 8);
  it.each([
    ['none', null, null],
    ['a fresh one', clock, clock.warnAt],
    ['one that has warned', { ...clock, warned: true }, clock.dueAt],
    ['one that never warns', { ...clock, warnAt: null }, clock.dueAt],
    ['one that has said both', { ...clock, warned: true, escalated: true }, null],
    ['one that escalated before it stood still and never warns', { ...clock, warnAt: null, escalated: true }, null],
  ])('%s', (_, which, when) => {
    expect(nextRing(which)).toBe(when);
  });
});
