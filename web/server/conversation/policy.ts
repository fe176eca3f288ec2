import type { ConversationPolicy } from '../../../domain/conversation/conversation.ts';
import type { Settings } from '../../../domain/settings.ts';
import { calendarFrom } from '../cases/calendar.ts';

/** Policy of a new conversation, from the settings in force in its centre today. */
export const conversationPolicyFrom = (settings: Settings): ConversationPolicy => ({
  calendar: calendarFrom(settings),
  offerMinutes: settings['conversation.offerMinutes'],
  waitMinutes: settings['conversation.waitMinutes'],
  answerMinutes: settings['conversation.answerMinutes'],
  idleMinutes: settings['conversation.idleMinutes'],
  idleGraceMinutes: settings['conversation.idleGraceMinutes'],
  robotIdleMinutes: settings['conversation.robotIdleMinutes'],
  graceMinutes: settings['conversation.graceMinutes'],
  absenceMinutes: settings['conversation.absenceMinutes'],
  ratingDays: settings['conversation.ratingDays'],
  ringSeconds: settings['call.ringSeconds'],
  connectSeconds: settings['call.connectSeconds'],
  awaySeconds: settings['call.awaySeconds'],
  recordingDays: settings['call.recordingDays'],
});
