import { calendarFor, type Calendar, type SpecialDays } from './calendar.ts';
import { holidaysOfYears, holidayStateOf, isSettled, type HolidayYears } from './holidays/index.ts';
import type { Settings } from './settings.ts';
import { dayNumberOf, yearOf, type Weekday } from './shanghai.ts';

export type CalendarSettings = Pick<Settings, 'calendar.hours' | 'calendar.days' | 'calendar.years'>;

/**
 * Builds a centre's calendar from its settings, with the public holidays of these years. A make-up day that stands for a weekday has the
 * hours of that weekday, any other one the hours that the centre has set for make-up days.
 */
export function centreCalendar(settings: CalendarSettings, years: readonly number[]): Calendar {
  const hours = settings['calendar.hours'];
  const standing: SpecialDays = Object.fromEntries(
    Object.entries(makeUpWeekdays(settings['calendar.years'], years)).map(([date, weekday]) => [date, hours.week[weekday]]),
  );
  const announced = holidaysOfYears(settings['calendar.years'], years);
  return calendarFor(hours, [], { ...announced, ...standing, ...settings['calendar.days'] });
}

/** Builds a centre's calendar for a case that began at an instant: with the holidays from that year to the next one. */
export function calendarSince(settings: CalendarSettings, since: number, now: number): Calendar {
  const [first, last] = [yearOf(dayNumberOf(since)), yearOf(dayNumberOf(now)) + 1];
  return centreCalendar(
    settings,
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
}

/** Returns the weekdays that make-up days stand for, by date; only of days for which an administrator has said so. */
export function makeUpWeekdays(entered: HolidayYears, years: readonly number[]): Record<string, Weekday> {
  const days = years.flatMap((year) => entered[String(year)]?.days ?? []);
  return Object.fromEntries(
    days.flatMap(({ day, kind, standsFor }) => (kind === 'workday' && standsFor !== undefined ? [[day, standsFor]] : [])),
  );
}

/** Returns those of the years whose public holidays are final. */
export const publishedYears = (entered: HolidayYears, years: readonly number[]): number[] =>
  years.filter((year) => isSettled(holidayStateOf(entered, year)));
