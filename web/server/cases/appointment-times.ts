import type { AppointmentPolicy } from '../../../domain/appointment/appointment.ts';
import type { Settings } from '../../../domain/settings.ts';
import type { AppointmentDefinition } from '../../../domain/slots/definition.ts';

const dayMinutes = 1_440;

/** Policy of a new appointment, from its type and the settings in force in its centre today. */
export const appointmentPolicyFrom = (
  { cancelMinutes, graceMinutes, reminders }: AppointmentDefinition,
  settings: Settings,
): AppointmentPolicy => ({
  times: {
    cancelMinutes,
    graceMinutes,
    reminderMinutes: reminders,
    nearMinutes: settings['appointment.nearMinutes'],
    resultMinutes: settings['appointment.resultMinutes'],
    ratingMinutes: settings['appointment.ratingDays'] * dayMinutes,
    appealMinutes: settings['appointment.appealDays'] * dayMinutes,
  },
});
