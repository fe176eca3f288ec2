import { addWorkingTime, workingTimeBetween, type Calendar } from './calendar.ts';
import type { Clock } from './case.ts';

/**
 * A clock that begins now.
 * @param minutes working time
 * @param warnAfter working minutes after which somebody is warned; null when nobody is
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

/** What is left of a clock that is to stand still, in working minutes; nothing below zero. */
export const leftOf = (calendar: Calendar, clock: Clock, now: number): { dueIn: number; warnIn: number | null } => ({
  dueIn: Math.max(0, workingTimeBetween(calendar, now, clock.dueAt)),
  warnIn: clock.warnAt === null || clock.warned ? null : Math.max(0, workingTimeBetween(calendar, now, clock.warnAt)),
});

/** When a clock has something to say next: a warning, then its end; null once both are said. */
export function nextRing(clock: Clock | null): number | null {
  if (clock === null) return null;
  if (clock.warnAt !== null && !clock.warned) return clock.warnAt;
  return clock.escalated ? null : clock.dueAt;
}

/** A clock that has said something. */
export const afterRing = <P extends string>(clock: Clock<P> | null, said: 'warned' | 'escalated'): Clock<P> | null =>
  clock && { ...clock, warned: true, escalated: clock.escalated || said === 'escalated' };
