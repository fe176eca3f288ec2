/**
 * Days and dates in Asia/Shanghai, by arithmetic alone.
 *
 * A constant is enough: all of China keeps UTC+8, and has had no summer time since 1991. So the rules need no time zone
 * data, which differ between machines and would make the replay of a workflow depend on where it runs.
 */
const offsetMs = 8 * 3_600_000;

const dayMs = 86_400_000;

/** Monday is 1, Sunday is 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The number of the Shanghai day (days since 1970-01-01) to which an instant in epoch milliseconds belongs. */
export const dayNumberOf = (at: number): number => Math.floor((at + offsetMs) / dayMs);

/** The instant, in epoch milliseconds, at which a Shanghai day begins. */
export const startOfDay = (dayNumber: number): number => dayNumber * dayMs - offsetMs;

/** The date of a day as `YYYY-MM-DD`. */
export const dateOf = (dayNumber: number): string => new Date(dayNumber * dayMs).toISOString().slice(0, 10);

/** The number of the day with a date `YYYY-MM-DD`; NaN when it is none. */
export const dayNumberOfDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / dayMs;

/** The year of a day. */
export const yearOf = (dayNumber: number): number => new Date(dayNumber * dayMs).getUTCFullYear();

/** The weekday of a day; day 0 was a Thursday. */
export const weekdayOf = (dayNumber: number): Weekday => (((((dayNumber + 3) % 7) + 7) % 7) + 1) as Weekday;

/** The date and the minute of an instant as `YYYY-MM-DD HH:MM`. */
export const minuteOf = (at: number): string => new Date(at + offsetMs).toISOString().slice(0, 16).replace('T', ' ');
