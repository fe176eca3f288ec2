import { calendarFor } from '../../domain/calendar.ts';
import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { usualHours } from '../../domain/usual-hours.ts';

const today = dayNumberOf(Date.now());

/** The usual hours, but closed for ten days from today: a correction that moves every deadline. */
export const closedCalendar = calendarFor(
  usualHours,
  [],
  Object.fromEntries(Array.from({ length: 10 }, (_, ahead) => [dateOf(today + ahead), 'holiday' as const])),
);
