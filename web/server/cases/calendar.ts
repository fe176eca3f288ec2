import { isWorkingTime, nextOpening, type Calendar } from '../../../domain/calendar.ts';
import { centreCalendar } from '../../../domain/centre-calendar.ts';
import type { Settings } from '../../../domain/settings.ts';
import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';

/** Builds a centre's calendar from today's settings, with the holidays of this year and the next; no time limit is longer. */
export function calendarFrom(settings: Settings, now = Date.now()): Calendar {
  const year = Number(dateOf(dayNumberOf(now)).slice(0, 4));
  return centreCalendar(settings, [year, year + 1]);
}

/** Tells whether a centre is within its working hours, and when it opens next if not. */
export function openingOf(settings: Settings, now = Date.now()): { open: boolean; opensAt: string | null } {
  const calendar = calendarFrom(settings, now);
  const open = isWorkingTime(calendar, now);
  return { open, opensAt: open ? null : new Date(nextOpening(calendar, now)).toISOString() };
}
