import type { ServiceFormPolicy } from '../../../domain/service-form/form.ts';
import type { Settings } from '../../../domain/settings.ts';
import { calendarFrom } from '../cases/calendar.ts';

/** Policy of a new form, from the settings in force in its centre today. */
export const formPolicyFrom = (settings: Settings): ServiceFormPolicy => ({
  calendar: calendarFrom(settings),
  handInMinutes: settings['form.handInMinutes'],
  reminders: settings['form.reminders'],
  reviewMinutes: settings['form.reviewMinutes'],
  resultMinutes: settings['form.resultMinutes'],
  warnShare: settings['form.warnShare'],
});
