import { dateOf, dayNumberOfDate } from '../shanghai.ts';

/** Announced holiday: its first and last day off, and its make-up days (调休). */
export interface HolidayArrangement {
  readonly name: 'new-year' | 'spring-festival' | 'qingming' | 'labour-day' | 'dragon-boat' | 'mid-autumn' | 'national-day';
  readonly off: readonly [first: string, last: string];
  readonly makeUp: readonly string[];
}

/** Names as the State Council writes them. */
export const holidayNames: Readonly<Record<HolidayArrangement['name'], string>> = {
  'new-year': '元旦',
  'spring-festival': '春节',
  qingming: '清明节',
  'labour-day': '劳动节',
  'dragon-boat': '端午节',
  'mid-autumn': '中秋节',
  'national-day': '国庆节',
};

/** Kind of an announced day, whatever its weekday. */
export type AnnouncedDay = 'holiday' | 'workday';

/** Returns the days of a year's arrangements by date `YYYY-MM-DD`, in calendar order. */
export function announcedDays(arrangements: readonly HolidayArrangement[]): Record<string, AnnouncedDay> {
  const days: [string, AnnouncedDay][] = [];
  for (const { off, makeUp } of arrangements) {
    for (let day = dayNumberOfDate(off[0]); day <= dayNumberOfDate(off[1]); day += 1) days.push([dateOf(day), 'holiday']);
    for (const date of makeUp) days.push([date, 'workday']);
  }
  return Object.fromEntries(days.sort(([a], [b]) => (a < b ? -1 : 1)));
}
