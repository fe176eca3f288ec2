import { addWorkingTime, workingTimeBetween, type Calendar } from './calendar.ts';
import type { Clock } from './case.ts';

/**
 * Creates a clock that starts now.
 * @param minutes working time
 * @param warnAfter working minutes until the warning; null for none
 */
export const clockFrom = <P extends string>(
  calendar: Calendar,
  purpose: P,
  now: number,
  minutes: number,
  warnAfter: number | null,
): Clock<P> => ({
  purpose,
  startedAt: now,
  warnAt: warnAfter === null ? null : addWorkingTime(calendar, now, warnAfter),
  dueAt: addWorkingTime(calendar, now, minutes),
  warned: false,
  escalated: false,
});

/** Creates a clock that counts by the wall clock and gives no warning. */
export const wallClock = <P extends string>(purpose: P, startedAt: number, dueAt: number): Clock<P> => ({
  purpose,
  startedAt,
  warnAt: null,
  dueAt,
  warned: false,
  escalated: false,
});

/** Returns the remaining working minutes of a clock that is paused; never negative. */
export const leftOf = (calendar: Calendar, clock: Clock, now: number): { dueIn: number; warnIn: number | null } => ({
  dueIn: Math.max(0, workingTimeBetween(calendar, now, clock.dueAt)),
  warnIn: clock.warnAt === null || clock.warned ? null : Math.max(0, workingTimeBetween(calendar, now, clock.warnAt)),
});

/** Returns the next ring of a clock: its warning, then its end; null after both. */
export function nextRing(clock: Clock | null): number | null {
  if (clock === null) return null;
  if (clock.warnAt !== null && !clock.warned) return clock.warnAt;
  return clock.escalated ? null : clock.dueAt;
}

/** Returns the clock after a ring. */
export const afterRing = <P extends string>(clock: Clock<P> | null, said: 'warned' | 'escalated'): Clock<P> | null =>
  clock && { ...clock, warned: true, escalated: clock.escalated || said === 'escalated' };
