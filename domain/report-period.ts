/**
 * The days that a report is about: calendar days of Asia/Shanghai by their number, the first and the last belong to it. Beside its
 * figures stand those of the days before, as many.
 */
import { dayNumberOf, dayNumberOfDate, startOfDay } from './shanghai.ts';

export interface Period {
  from: number;
  to: number;
}

/** So many days at most: a leap year. */
export const longestPeriod = 366;

export const daysIn = ({ from, to }: Period): number => to - from + 1;

/** As many days, which end the day before. */
export const periodBefore = (period: Period): Period => ({ from: period.from - daysIn(period), to: period.from - 1 });

/** So many days, today being the last. */
export const lastDays = (count: number, now: number): Period => ({ from: dayNumberOf(now) - count + 1, to: dayNumberOf(now) });

/** From which instant until before which, in epoch milliseconds. */
export const instantsOf = ({ from, to }: Period): { since: number; until: number } => ({
  since: startOfDay(from),
  until: startOfDay(to + 1),
});

export interface PeriodFault {
  path: 'from' | 'to';
  code: 'in-future' | 'before-start' | 'too-many-days';
  limit?: number;
}

/** What is wrong with a period of two dates (`YYYY-MM-DD`), one fault for each at most. */
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
