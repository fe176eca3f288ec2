/** The clocks of a form (rules 1, 5 and 6 of `form.ts`). */
import { ringing, type Agenda } from '../agenda.ts';
import { addWorkingTime } from '../calendar.ts';
import { clockFrom } from '../clock.ts';
import type { ServiceFormClock, ServiceFormEvent, ServiceFormPolicy, ServiceFormPurpose, ServiceFormState } from './form.ts';

/** The time to hand in, from now on. */
export const handInClock = ({ calendar, handInMinutes, reminders }: ServiceFormPolicy, now: number): ServiceFormClock =>
  clockFrom(calendar, 'supplement', now, handInMinutes, reminders[0] === undefined ? null : reminders[0] * handInMinutes);

/** The time of whoever is to act where a form comes to stand now: judge the papers, hand them in anew, write the result. */
export function clockOf(status: 'submitted' | 'returned' | 'accepted', policy: ServiceFormPolicy, now: number): ServiceFormClock {
  const { calendar, reviewMinutes, resultMinutes, warnShare } = policy;
  switch (status) {
    case 'submitted':
      return clockFrom(calendar, 'review', now, reviewMinutes, reviewMinutes * warnShare);
    case 'returned':
      return handInClock(policy, now);
    case 'accepted':
      return clockFrom(calendar, 'result', now, resultMinutes, resultMinutes * warnShare);
  }
}

/** The reminder that is still to come; null when the last has been said. */
function nextReminder(
  { startedAt }: ServiceFormClock,
  { calendar, handInMinutes, reminders }: ServiceFormPolicy,
  now: number,
): number | null {
  const instants = reminders.map((share) => addWorkingTime(calendar, startedAt, share * handInMinutes));
  return instants.find((at) => at > now) ?? null;
}

/** The deadlines that run: one at most. */
export const agenda = ({ clock }: ServiceFormState): Agenda<ServiceFormPurpose> => (clock === null ? [] : [clock]);

/** What the passing of time brings; nothing when asked early. */
export function onTime(state: ServiceFormState, policy: ServiceFormPolicy, now: number): readonly ServiceFormEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  const { clock, says } = ring;
  const { purpose } = clock;
  if (says === 'due')
    return purpose === 'supplement' ? [{ type: 'closed', outcome: 'expired', reasonId: null }] : [{ type: 'escalated', purpose }];
  return purpose === 'supplement' ? [{ type: 'reminded', nextAt: nextReminder(clock, policy, now) }] : [{ type: 'warned', purpose }];
}
