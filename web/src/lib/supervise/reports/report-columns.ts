/** The days of a report as columns of a chart: single days, or weeks when there are too many days. */
import { dateOf, dayNumberOfDate, weekdayOf } from '../../../../../domain/shanghai.ts';
import type { Report } from '../../../../api/report.ts';

/** Maximum number of columns that a wide page can show. */
const most = 62;

export interface Column {
  /** First and last day of the column. */
  readonly from: string;
  readonly to: string;
  readonly opened: number;
  readonly ended: number;
}

/** Weeks begin on Monday; the first and the last may be shorter. */
export function columnsOf(days: Report['days']): { by: 'day' | 'week'; columns: Column[] } {
  if (days.length <= most) return { by: 'day', columns: days.map(({ day, opened, ended }) => ({ from: day, to: day, opened, ended })) };
  const weeks = Map.groupBy(days, ({ day }) => {
    const number = dayNumberOfDate(day);
    return number - weekdayOf(number);
  });
  const columns = [...weeks.values()].map((week) => ({
    from: week[0]?.day ?? '',
    to: week.at(-1)?.day ?? '',
    opened: week.reduce((sum, { opened }) => sum + opened, 0),
    ended: week.reduce((sum, { ended }) => sum + ended, 0),
  }));
  return { by: 'week', columns };
}

/** End of the scale: the next round number whose half is round, too. */
export function scaleOf(columns: readonly Column[]): number {
  const highest = Math.max(2, ...columns.flatMap(({ opened, ended }) => [opened, ended]));
  const step = 10 ** Math.floor(Math.log10(highest));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((times) => times * step).find((end) => end >= highest && end % 2 === 0) ?? highest;
}

/** Numbers of dates that fit below the columns: of a wide window, and of a phone. */
export const datesBelow = { wide: 8, narrow: 4 } as const;

/** Tells which columns have a date below: the first, the last, and about so many between. */
export function isLabelled(index: number, count: number, most: number): boolean {
  const every = Math.ceil(count / most);
  return index === count - 1 || (index % every === 0 && count - 1 - index >= every / 2);
}

/** For example 11-21 for 2026-11-21. */
export const shortDay = (day: string): string => dateOf(dayNumberOfDate(day)).slice(5);
