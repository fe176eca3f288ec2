import { calendarFor, type Calendar, type Hours } from '../../../domain/calendar.ts';
import { knownYears } from '../../../domain/holidays/index.ts';
import type { MessagePolicy } from '../../../domain/message.ts';
import type { Settings } from '../../../domain/settings.ts';

const day = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:00' },
];
/** The hours of a centre for which nobody has set any. */
const usualHours: Hours = { week: { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] }, makeUp: day };

/** The working time of a centre, by what is in force there today. */
export const calendarFrom = (settings: Settings): Calendar =>
  calendarFor(settings['calendar.hours'] ?? usualHours, knownYears, settings['calendar.days']);

/** The times that a 留言 is to keep from now on, by what is in force in its centre today. */
export const messagePolicyFrom = (settings: Settings): MessagePolicy => ({
  calendar: calendarFrom(settings),
  firstAnswerMinutes: settings['message.firstAnswerMinutes'],
  answerMinutes: settings['message.answerMinutes'],
  supplementMinutes: settings['message.supplementMinutes'],
  followUpMinutes: settings['message.followUpMinutes'],
  warnShare: settings['message.warnShare'],
});
