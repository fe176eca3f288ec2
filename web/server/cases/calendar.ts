import { calendarFor, type Calendar } from '../../../domain/calendar.ts';
import { holidaysOfYears } from '../../../domain/holidays/index.ts';
import type { Settings } from '../../../domain/settings.ts';
import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';

/** Builds a centre's calendar from today's settings, with the holidays of this year and the next; no time limit is longer. */
export function calendarFrom(settings: Settings, now = Date.now()): Calendar {
  const year = Number(dateOf(dayNumberOf(now)).slice(0, 4));
  const holidays = holidaysOfYears(settings['calendar.years'], [year, year + 1]);
  return calendarFor(settings['calendar.hours'], [], { ...holidays, ...settings['calendar.days'] });
}
