/** Clocks of a form (rules 1, 5 and 6 of `form.ts`). */
import { ringing, type Agenda } from '../agenda.ts';
import { addWorkingTime, openingsOfDay, workingTimeBetween, type Calendar } from '../calendar.ts';
import { clockFrom } from '../clock.ts';
import type { Recounting } from '../kind.ts';
import { dayNumberOfDate } from '../shanghai.ts';
import type { ServiceFormTypes } from './kind.ts';
import type { ServiceFormClock, ServiceFormEvent, ServiceFormPolicy, ServiceFormPurpose, ServiceFormState } from './form.ts';

/** Returns the working minutes until the date that the sender has set; 0 without one, and when none are left. */
const minutesUntil = ({ calendar, handInUntil }: ServiceFormPolicy, now: number): number =>
  handInUntil !== undefined && handInUntil > now ? workingTimeBetween(calendar, now, handInUntil) : 0;

/**
 * Starts the clock for handing in: until the date that the sender has set, or else the usual time. Papers that are wanted again have the
 * usual time at least.
 */
export function handInClock(policy: ServiceFormPolicy, now: number, again = false): ServiceFormClock {
  const { calendar, reminders, handInMinutes } = policy;
  const dated = minutesUntil(policy, now);
  const minutes = dated === 0 || again ? Math.max(dated, handInMinutes) : dated;
  return clockFrom(calendar, 'supplement', now, minutes, reminders[0] === undefined ? null : reminders[0] * minutes);
}

/**
 * Returns the end of working time on a day, in epoch milliseconds; null on a day without any.
 * @param date YYYY-MM-DD
 */
export const endOfWork = (calendar: Calendar, date: string): number | null =>
  openingsOfDay(calendar, dayNumberOfDate(date)).at(-1)?.end ?? null;

/** Starts the clock of the form's new status: judging the papers, handing them in again, or writing the result. */
export function clockOf(status: 'submitted' | 'returned' | 'accepted', policy: ServiceFormPolicy, now: number): ServiceFormClock {
  const { calendar, reviewMinutes, resultMinutes, warnShare } = policy;
  switch (status) {
    case 'submitted':
      return clockFrom(calendar, 'review', now, reviewMinutes, reviewMinutes * warnShare);
    case 'returned':
      return handInClock(policy, now, true);
    case 'accepted':
      return clockFrom(calendar, 'result', now, resultMinutes, resultMinutes * warnShare);
  }
}

/** Returns the instant of the next reminder; null after the last. */
function nextReminder(
  { startedAt, dueAt }: ServiceFormClock,
  { calendar, reminders, handInMinutes, handInUntil }: ServiceFormPolicy,
  now: number,
): number | null {
  // Without a date the shares are of the usual time, as they always were.
  const minutes = handInUntil === undefined ? handInMinutes : workingTimeBetween(calendar, startedAt, dueAt);
  const instants = reminders.map((share) => addWorkingTime(calendar, startedAt, share * minutes));
  return instants.find((at) => at > now) ?? null;
}

/** A form counts by the calendar of the centre that has it. */
export const recounting: Recounting<ServiceFormTypes> = {
  calendarsOf: ({ centreId }, { calendar }) => ({ [centreId]: calendar }),
  withCalendars: ({ centreId }, policy, calendars) => ({ ...policy, calendar: calendars[centreId] ?? policy.calendar }),
  centreOf: ({ centreId }) => centreId,
  // A second is more than rounding and less than any time to hand in.
  fixedDue: ({ clock }, { handInUntil }) =>
    handInUntil !== undefined && clock?.purpose === 'supplement' && Math.abs(clock.dueAt - handInUntil) < 1_000 ? clock.dueAt : null,
};

/** Returns the running deadlines: at most one. */
export const agenda = ({ clock }: ServiceFormState): Agenda<ServiceFormPurpose> => (clock === null ? [] : [clock]);

/** Returns the events of deadlines that are due; empty when called early. */
export function onTime(state: ServiceFormState, policy: ServiceFormPolicy, now: number): readonly ServiceFormEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  const { clock, says } = ring;
  const { purpose } = clock;
  if (says === 'due')
    return purpose === 'supplement' ? [{ type: 'closed', outcome: 'expired', reasonId: null }] : [{ type: 'escalated', purpose }];
  return purpose === 'supplement' ? [{ type: 'reminded', nextAt: nextReminder(clock, policy, now) }] : [{ type: 'warned', purpose }];
}
