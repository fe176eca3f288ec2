import { describe, expect, it } from '@jest/globals';

import { nextAlarm, nextDeadline, ringing } from './agenda.ts';
import { addWorkingTime, calendarFor, roundTheClock } from './calendar.ts';
import type { Clock } from './case.ts';
import type { Purpose } from './kinds.ts';
import { afterRing, clockFrom } from './clock.ts';

const minute = 60_000;
const clock = (purpose: Purpose, dueAt: number, warnAt: number | null = null, more: Partial<Clock> = {}): Clock => ({
  purpose,
  startedAt: 0,
  warnAt,
  dueAt,
  warned: false,
  escalated: false,
  ...more,
});
const said = (agenda: Clock[], now: number) => {
  const ring = ringing(agenda, now);
  return ring && [ring.clock.purpose, ring.says];
};

describe('several deadlines', () => {
  const review = clock('review', 100, 80);
  const supplement = clock('supplement', 90);
  const agenda = [review, supplement];

  it('ring in the order of their instants, whichever stands first', () => {
    expect([nextAlarm(agenda), nextAlarm(agenda.toReversed())]).toEqual([80, 80]);
    expect(nextDeadline(agenda)?.clock.purpose).toBe('review');
    expect(said(agenda, 79)).toBeNull();
    expect(said(agenda, 80)).toEqual(['review', 'warned']);
    const warned = afterRing(review, 'warned') ?? review;
    expect(said([warned, supplement], 89)).toBeNull();
    expect(said([warned, supplement], 90)).toEqual(['supplement', 'due']);
    const over = afterRing(supplement, 'escalated') ?? supplement;
    expect([nextAlarm([warned, over]), said([warned, over], 100)]).toEqual([100, ['review', 'due']]);
  });

  it('missed together are said one by one, and of each only its end', () => {
    expect(said(agenda, 1_000)).toEqual(['review', 'due']);
    expect(said([{ ...review, warned: true, escalated: true }, supplement], 1_000)).toEqual(['supplement', 'due']);
    expect(
      said(
        [
          { ...review, escalated: true, warned: true },
          { ...supplement, escalated: true },
        ],
        1_000,
      ),
    ).toBeNull();
  });

  it('say nothing while none runs', () => {
    expect([nextAlarm([]), nextDeadline([]), ringing([], 1)]).toEqual([null, null, null]);
  });

  it('count working time and time on the wall side by side', () => {
    const friday = Date.parse('2026-03-06T17:00:00+08:00');
    const week = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };
    const usual = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [{ from: '09:00', to: '17:30' }]]));
    const calendar = calendarFor({ week: { ...week, ...usual }, makeUp: [] }, [2026]);
    const working = clockFrom(calendar, 'review', friday, 60, null);
    const wall = clockFrom(roundTheClock, 'supplement', friday, 60, null);
    expect(wall.dueAt).toBe(friday + 60 * minute);
    expect(working.dueAt).toBe(addWorkingTime(calendar, friday, 60));
    expect(working.dueAt).toBeGreaterThan(wall.dueAt + 24 * 60 * minute);
    expect(nextDeadline([working, wall])?.clock.purpose).toBe('supplement');
  });
});
