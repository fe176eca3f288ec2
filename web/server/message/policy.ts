import type { MessagePolicy } from '../../../domain/message/message.ts';
import type { Settings } from '../../../domain/settings.ts';
import { calendarFrom } from '../cases/calendar.ts';

/** Policy of a new 留言, from the settings in force in its centre today. */
export const messagePolicyFrom = (settings: Settings): MessagePolicy => ({
  calendar: calendarFrom(settings),
  firstAnswerMinutes: settings['message.firstAnswerMinutes'],
  answerMinutes: settings['message.answerMinutes'],
  supplementMinutes: settings['message.supplementMinutes'],
  followUpMinutes: settings['message.followUpMinutes'],
  warnShare: settings['message.warnShare'],
});
