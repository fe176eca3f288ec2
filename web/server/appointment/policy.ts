import type { AppointmentTimes } from '../../../domain/appointment/appointment.ts';
import type { Settings } from '../../../domain/settings.ts';
import type { AppointmentDefinition } from '../../../domain/slots/definition.ts';

const dayMinutes = 1_440;

/** Times of a new appointment, from its type and the settings in force in its centre today. */
export const appointmentTimesFrom = (
  { cancelMinutes, graceMinutes, reminders }: AppointmentDefinition,
  settings: Settings,
): AppointmentTimes => ({
  cancelMinutes,
  graceMinutes,
  reminderMinutes: reminders,
  nearMinutes: settings['appointment.nearMinutes'],
  resultMinutes: settings['appointment.resultMinutes'],
  ratingMinutes: settings['appointment.ratingDays'] * dayMinutes,
  appealMinutes: settings['appointment.appealDays'] * dayMinutes,
});
