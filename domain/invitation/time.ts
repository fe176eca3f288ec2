/** Deadlines of an invitation (rule 5 of `invitation.ts`), by the wall clock. */
import { ringing, type Agenda } from '../agenda.ts';
import type { InvitationClock, InvitationEvent, InvitationPurpose, InvitationState } from './invitation.ts';

/** Returns the next reminder of a clock after an instant: a share of its length, before its end. */
export function reminderAfter(
  { reminders }: Pick<InvitationState, 'reminders'>,
  { startedAt, dueAt }: InvitationClock,
  at: number,
): Pick<InvitationClock, 'warnAt' | 'warned'> {
  const next = reminders.map((share) => startedAt + share * (dueAt - startedAt)).find((instant) => instant > at && instant < dueAt);
  return { warnAt: next ?? null, warned: false };
}

/** Returns the running deadlines: at most one. */
export const agenda = ({ clock }: InvitationState): Agenda<InvitationPurpose> => (clock === null ? [] : [clock]);

/** Returns the events of deadlines that are due; empty when called early. */
export function onTime(state: InvitationState, now: number): readonly InvitationEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  return [ring.says === 'due' ? { type: 'expired' } : { type: 'reminded' }];
}
