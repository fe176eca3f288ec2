/** Splits times into the parts that pages put into words. The words themselves are translations. Instants are epoch milliseconds. */
import { dayNumberOf, yearOf } from './shanghai.ts';

const minuteMs = 60_000;

/** Time until a deadline, or since it passed, in days of 24 hours, hours and minutes. */
export interface TimeLeft {
  readonly overdue: boolean;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

/**
 * Returns the time until `due`, for 还剩 2 小时 10 分 and 已超时 35 分. Part minutes are dropped in both directions, so that a page never overstates
 * the remaining time or the delay. At the instant of the deadline it is not yet overdue.
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

/** Precision with which a date is shown. */
export type DayOf = 'today' | 'yesterday' | 'this-year' | 'older';

/**
 * Classifies the Shanghai day of `at` as seen from `now`, for 今天 14:05, 昨天 and 5月27日. Future days are classified only by year: `older`
 * stands for every other year, also the next one, because the year has to be shown.
 */
export function dayOf(at: number, now: number): DayOf {
  const day = dayNumberOf(at);
  const today = dayNumberOf(now);
  if (day === today) return 'today';
  if (day === today - 1) return 'yesterday';
  return yearOf(day) === yearOf(today) ? 'this-year' : 'older';
}
