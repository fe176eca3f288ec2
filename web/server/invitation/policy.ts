import { appointmentTimesFrom } from '../appointment/policy.ts';
import type { InvitationPolicy } from '../../../domain/invitation/invitation.ts';
import type { Settings } from '../../../domain/settings.ts';
import type { AppointmentDefinition } from '../../../domain/slots/definition.ts';

/** Policy of a new invitation, and of the appointment that follows it. */
export const invitationPolicyFrom = (definition: AppointmentDefinition, settings: Settings): InvitationPolicy => ({
  answerMinutes: settings['invitation.answerMinutes'],
  reminders: settings['invitation.reminders'],
  times: appointmentTimesFrom(definition, settings),
});
