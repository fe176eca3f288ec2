/**
 * Period of a report: calendar days of Asia/Shanghai by number, both ends included. A report compares it with the preceding period of equal
 * length.
 */
import { dayNumberOf, dayNumberOfDate, startOfDay } from './shanghai.ts';

export interface Period {
  from: number;
  to: number;
}

/** Maximum number of days: a leap year. */
export const longestPeriod = 366;

export const daysIn = ({ from, to }: Period): number => to - from + 1;

/** Returns the preceding period of equal length. */
export const periodBefore = (period: Period): Period => ({ from: period.from - daysIn(period), to: period.from - 1 });

/** Returns the last `count` days, today included. */
export const lastDays = (count: number, now: number): Period => ({ from: dayNumberOf(now) - count + 1, to: dayNumberOf(now) });

/** Returns the instants of a period in epoch milliseconds: `since` inclusive, `until` exclusive. */
export const instantsOf = ({ from, to }: Period): { since: number; until: number } => ({
  since: startOfDay(from),
  until: startOfDay(to + 1),
});

export interface PeriodFault {
  path: 'from' | 'to';
  code: 'in-future' | 'before-start' | 'too-many-days';
  limit?: number;
}

/** Returns the faults of a period given as two dates (`YYYY-MM-DD`), at most one per date. */
export function periodFaults(dates: { from: string; to: string }, now: number): PeriodFault[] {
  const period = { from: dayNumberOfDate(dates.from), to: dayNumberOfDate(dates.to) };
  const today = dayNumberOf(now);
  const faults: PeriodFault[] = [];
  if (period.from > today) faults.push({ path: 'from', code: 'in-future' });
  if (period.to > today) faults.push({ path: 'to', code: 'in-future' });
  else if (period.to < period.from) faults.push({ path: 'to', code: 'before-start' });
  else if (daysIn(period) > longestPeriod) faults.push({ path: 'to', code: 'too-many-days', limit: longestPeriod });
  return faults;
}
