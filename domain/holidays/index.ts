import { holidays2026 } from './2026.ts';
import type { AnnouncedDay, HolidayArrangement } from './year.ts';
import { announcedDays } from './year.ts';

/** The arrangements by year. A new year is one file of data and one line here. */
const byYear: ReadonlyMap<number, readonly HolidayArrangement[]> = new Map([[2026, holidays2026]]);

/** The years whose holidays are known, so that callers can warn about a deadline that falls into another one. */
export const knownYears: readonly number[] = [...byYear.keys()];

/** The announced days of a year by date `YYYY-MM-DD`; none for a year that is not known, so that plain weekdays count. */
export const holidaysOf = (year: number): Record<string, AnnouncedDay> => announcedDays(byYear.get(year) ?? []);
