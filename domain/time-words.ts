/**
 * Times in the parts of which pages make words; the words themselves are translations. Instants are epoch milliseconds.
 */
import { dayNumberOf, yearOf } from './shanghai.ts';

const minuteMs = 60_000;

/** How long until a deadline, or how long ago it passed, in whole days of 24 hours, hours and minutes. */
export interface TimeLeft {
  readonly overdue: boolean;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

/**
 * The time until `due`, for 还剩 2 小时 10 分 and 已超时 35 分. Part minutes are dropped both ways: a page never promises more time
 * than there is, nor claims more delay. At the very instant of the deadline it is not yet overdue.
 */
export function timeLeft(due: number, now: number): TimeLeft {
  const minutes = Math.floor(Math.abs(due - now) / minuteMs);
  return {
    overdue: now > due,
    days: Math.floor(minutes / 1440),
    hours: Math.floor(minutes / 60) % 24,
    minutes: minutes % 60,
  };
}

/** How much of a date a reader needs to be told. */
export type DayOf = 'today' | 'yesterday' | 'this-year' | 'older';

/**
 * Where the Shanghai day of `at` lies as seen from `now`, for 今天 14:05, 昨天 and 5月27日. What lies ahead of today counts by its
 * year only: `older` stands for every other year, the next one too, as it needs the year to be named.
 */
export function dayOf(at: number, now: number): DayOf {
  const day = dayNumberOf(at);
  const today = dayNumberOf(now);
  if (day === today) return 'today';
  if (day === today - 1) return 'yesterday';
  return yearOf(day) === yearOf(today) ? 'this-year' : 'older';
}
