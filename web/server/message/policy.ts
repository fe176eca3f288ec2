import { calendarFor, type Calendar } from '../../../domain/calendar.ts';
import { holidaysOfYears } from '../../../domain/holidays/index.ts';
import type { MessagePolicy } from '../../../domain/message.ts';
import type { Settings } from '../../../domain/settings.ts';
import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';

/**
 * The working time of a centre, by what is in force there today: with the holidays of this year and the next, for no limit is longer.
 */
export function calendarFrom(settings: Settings, now = Date.now()): Calendar {
  const year = Number(dateOf(dayNumberOf(now)).slice(0, 4));
  const holidays = holidaysOfYears(settings['calendar.years'], [year, year + 1]);
  return calendarFor(settings['calendar.hours'], [], { ...holidays, ...settings['calendar.days'] });
}

/** The times that a 留言 is to keep from now on, by what is in force in its centre today. */
export const messagePolicyFrom = (settings: Settings): MessagePolicy => ({
  calendar: calendarFrom(settings),
  firstAnswerMinutes: settings['message.firstAnswerMinutes'],
  answerMinutes: settings['message.answerMinutes'],
  supplementMinutes: settings['message.supplementMinutes'],
  followUpMinutes: settings['message.followUpMinutes'],
  warnShare: settings['message.warnShare'],
});
