/**
 * Days and dates in Asia/Shanghai, by arithmetic only.
 *
 * A constant offset is enough: all of China is at UTC+8 and has had no summer time since 1991. The rules therefore need no time zone data,
 * which differ between machines and would make a workflow's replay depend on where it runs.
 */
const offsetMs = 8 * 3_600_000;

const dayMs = 86_400_000;

/** Monday is 1, Sunday is 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Returns the number of the Shanghai day (days since 1970-01-01) that contains an instant in epoch milliseconds. */
export const dayNumberOf = (at: number): number => Math.floor((at + offsetMs) / dayMs);

/** Returns the instant, in epoch milliseconds, at which a Shanghai day begins. */
export const startOfDay = (dayNumber: number): number => dayNumber * dayMs - offsetMs;

/** Returns the date of a day as `YYYY-MM-DD`. */
export const dateOf = (dayNumber: number): string => new Date(dayNumber * dayMs).toISOString().slice(0, 10);

/** Returns the number of the day with a date `YYYY-MM-DD`; NaN for an invalid date. */
export const dayNumberOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs;

/** Returns the year of a day. */
export const yearOf = (dayNumber: number): number => new Date(dayNumber * dayMs).getUTCFullYear();

/** Returns the weekday of a day; day 0 was a Thursday. */
export const weekdayOf = (dayNumber: number): Weekday => (((((dayNumber + 3) % 7) + 7) % 7) + 1) as Weekday;

/** Returns the date and minute of an instant as `YYYY-MM-DD HH:MM`. */
export const minuteOf = (at: number): string => new Date(at + offsetMs).toISOString().slice(0, 16).replace('T', ' ');
