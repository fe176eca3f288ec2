/**
 * The public holidays of a year: as an administrator has entered them, else as they come with the product, else by law alone.
 */
import { holidays2026 } from './2026.ts';
import { statutoryHolidays } from './statutory.ts';
import type { AnnouncedDay, HolidayArrangement } from './year.ts';
import { announcedDays, holidayNames } from './year.ts';

export interface HolidayYear {
  /** Where the arrangement was published, for people. */
  readonly source: string;
  readonly days: readonly HolidayDay[];
}
export interface HolidayDay {
  readonly day: string;
  readonly kind: AnnouncedDay;
  readonly name: string;
}
/** Years as an administrator has entered them, by `YYYY`. */
export type HolidayYears = Readonly<Record<string, HolidayYear>>;

/** `statutory`: by law alone, without the days worked in exchange; `unknown`: plain weekdays. */
export type HolidayState = 'entered' | 'published' | 'statutory' | 'unknown';

interface Published {
  readonly source: string;
  readonly arrangements: readonly HolidayArrangement[];
}
/** The arrangements that come with the product. A new year is one file of data and one line here. */
const byYear: ReadonlyMap<number, Published> = new Map([
  [2026, { source: '国务院办公厅关于2026年部分节假日安排的通知', arrangements: holidays2026 }],
]);

/** The years whose arrangement comes with the product. */
export const knownYears: readonly number[] = [...byYear.keys()];

/** The days of a year by date `YYYY-MM-DD`; none for a year of which nothing is known, so that plain weekdays count. */
export const holidaysOf = (year: number): Record<string, AnnouncedDay> =>
  announcedDays(byYear.get(year)?.arrangements ?? statutoryHolidays(year) ?? []);

/** The days of a year as far as they are known, with their names. */
export function holidayYearOf(entered: HolidayYears, year: number): HolidayYear {
  const own = entered[String(year)];
  if (own !== undefined) return own;
  const published = byYear.get(year);
  return { source: published?.source ?? '', days: namedDays(published?.arrangements ?? statutoryHolidays(year) ?? []) };
}

export function holidayStateOf(entered: HolidayYears, year: number): HolidayState {
  if (entered[String(year)] !== undefined) return 'entered';
  if (byYear.has(year)) return 'published';
  return statutoryHolidays(year) === undefined ? 'unknown' : 'statutory';
}

/** The days of some years by date: what was entered for a year goes before all else that is known of it. */
export function holidaysOfYears(entered: HolidayYears, years: readonly number[]): Record<string, AnnouncedDay> {
  return Object.assign(
    {},
    ...years.map((year) => {
      const own = entered[String(year)];
      return own === undefined ? holidaysOf(year) : Object.fromEntries(own.days.map(({ day, kind }) => [day, kind]));
    }),
  ) as Record<string, AnnouncedDay>;
}

const namedDays = (arrangements: readonly HolidayArrangement[]): HolidayDay[] =>
  arrangements
    .flatMap((one) => Object.entries(announcedDays([one])).map(([day, kind]) => ({ day, kind, name: holidayNames[one.name] })))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));

/** Whether a year's days are known for certain. */
export const isSettled = (state: HolidayState): boolean => state === 'entered' || state === 'published';

/** From this month of the year before on, a year that is not settled is warned of: the State Council publishes in November. */
const warnedFromMonth = 11;

/**
 * The years to be warned of: this year, and from November the next, unless their arrangement is known.
 * @param today `YYYY-MM-DD` in Shanghai
 */
export function unsettledYears(entered: HolidayYears, today: string): number[] {
  const year = Number(today.slice(0, 4));
  const looked = Number(today.slice(5, 7)) >= warnedFromMonth ? [year, year + 1] : [year];
  return looked.filter((one) => !isSettled(holidayStateOf(entered, one)));
}
