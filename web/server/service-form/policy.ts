import type { ServiceFormPolicy } from '../../../domain/service-form/form.ts';
import type { Settings } from '../../../domain/settings.ts';
import { calendarFrom } from '../cases/calendar.ts';

/** The times that a form is to keep from now on, by what is in force in its centre today. */
export const formPolicyFrom = (settings: Settings): ServiceFormPolicy => ({
  calendar: calendarFrom(settings),
  handInMinutes: settings['form.handInMinutes'],
  reminders: settings['form.reminders'],
  reviewMinutes: settings['form.reviewMinutes'],
  resultMinutes: settings['form.resultMinutes'],
  warnShare: settings['form.warnShare'],
});
