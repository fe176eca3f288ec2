import { dateOf, dayNumberOfDate } from '../shanghai.ts';

/** One holiday of a year as it is announced: its first and last day off, and the weekend days worked in exchange (调休). */
export interface HolidayArrangement {
  readonly name: 'new-year' | 'spring-festival' | 'qingming' | 'labour-day' | 'dragon-boat' | 'mid-autumn' | 'national-day';
  readonly off: readonly [first: string, last: string];
  readonly makeUp: readonly string[];
}

/** What an announced day is, whatever its weekday. */
export type AnnouncedDay = 'holiday' | 'workday';

/** The days of a year's arrangements by date `YYYY-MM-DD`, in the order of the calendar. */
export function announcedDays(arrangements: readonly HolidayArrangement[]): Record<string, AnnouncedDay> {
  const days: [string, AnnouncedDay][] = [];
  for (const { off, makeUp } of arrangements) {
    for (let day = dayNumberOfDate(off[0]); day <= dayNumberOfDate(off[1]); day += 1) days.push([dateOf(day), 'holiday']);
    for (const date of makeUp) days.push([date, 'workday']);
  }
  return Object.fromEntries(days.sort(([a], [b]) => (a < b ? -1 : 1)));
}
