/**
 * Public holidays of a year. An administrator's entry takes precedence over the arrangement shipped with the product, and that over the
 * days given by law.
 */
import type { Weekday } from '../shanghai.ts';
import { holidays2026 } from './2026.ts';
import { statutoryHolidays } from './statutory.ts';
import type { AnnouncedDay, HolidayArrangement } from './year.ts';
import { announcedDays, holidayNames } from './year.ts';

export interface HolidayYear {
  /** Place of publication, for people. */
  readonly source: string;
  readonly days: readonly HolidayDay[];
}
export interface HolidayDay {
  readonly day: string;
  readonly kind: AnnouncedDay;
  readonly name: string;
  /** Weekday whose hours and places a make-up day takes. */
  readonly standsFor?: Weekday | undefined;
}
/** Years entered by an administrator, by `YYYY`. */
export type HolidayYears = Readonly<Record<string, HolidayYear>>;

/** `statutory`: by law only, without make-up days. `unknown`: plain weekdays. */
export type HolidayState = 'entered' | 'published' | 'statutory' | 'unknown';

interface Published {
  readonly source: string;
  readonly arrangements: readonly HolidayArrangement[];
}
/** Arrangements shipped with the product. A new year is a data file and a line here. */
const byYear: ReadonlyMap<number, Published> = new Map([
  [2026, { source: '国务院办公厅关于2026年部分节假日安排的通知', arrangements: holidays2026 }],
]);

/** Years whose arrangement ships with the product. */
export const knownYears: readonly number[] = [...byYear.keys()];

/** Returns the days of a year by date `YYYY-MM-DD`; empty for an unknown year, which then has plain weekdays. */
export const holidaysOf = (year: number): Record<string, AnnouncedDay> =>
  announcedDays(byYear.get(year)?.arrangements ?? statutoryHolidays(year) ?? []);

/** Returns the known days of a year with their names. */
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

/** Returns the days of several years by date. Entered years take precedence. */
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

/** True when the days of a year are final. */
export const isSettled = (state: HolidayState): boolean => state === 'entered' || state === 'published';

/** Month from which a missing arrangement of the next year is reported. The State Council publishes it in November. */
const warnedFromMonth = 11;

/**
 * Returns the years without a final arrangement: of this year and, from November on, the next.
 * @param today `YYYY-MM-DD` in Shanghai
 */
export function unsettledYears(entered: HolidayYears, today: string): number[] {
  const year = Number(today.slice(0, 4));
  const looked = Number(today.slice(5, 7)) >= warnedFromMonth ? [year, year + 1] : [year];
  return looked.filter((one) => !isSettled(holidayStateOf(entered, one)));
}
