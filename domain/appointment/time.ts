/** Deadlines of an appointment (rules 3, 4, 6 to 8 of `appointment.ts`). All count by the wall clock. */
import { ringing, type Agenda } from '../agenda.ts';
import { wallClock } from '../clock.ts';
import { dayNumberOf, startOfDay } from '../shanghai.ts';
import type { AppointmentEvent, AppointmentPurpose, AppointmentState } from './appointment.ts';

const minuteMs = 60_000;

/** Nobody is reminded between these times of the day in Shanghai, in minutes from midnight. */
const quietFrom = 22 * 60;
const quietUntil = 8 * 60;
/** A reminder that is put off until the morning still comes this long before the start. */
const leastNoticeMs = 60 * minuteMs;

/**
 * Returns when a reminder is sent: so long before the start, but not at night. One that falls into the quiet hours comes when they are over
 * or, if that would be too late, before they begin.
 * @param startsAt epoch milliseconds
 */
export function reminderAt(startsAt: number, minutes: number): number {
  const at = startsAt - minutes * minuteMs;
  const day = dayNumberOf(at);
  const minute = (at - startOfDay(day)) / minuteMs;
  if (minute >= quietUntil && minute < quietFrom) return at;
  const morning = startOfDay(minute < quietUntil ? day : day + 1) + quietUntil * minuteMs;
  if (morning <= startsAt - leastNoticeMs) return morning;
  return startOfDay(minute < quietUntil ? day - 1 : day) + quietFrom * minuteMs - minuteMs;
}

/** Returns the instants of the reminders that are still to come, ascending (rule 3). */
export const remindersAhead = ({ status, startsAt, times, remindedUntil }: AppointmentState): readonly number[] =>
  status !== 'booked'
    ? []
    : [...new Set(times.reminderMinutes.map((minutes) => reminderAt(startsAt, minutes)))]
        .filter((at) => at > remindedUntil && at < startsAt)
        .toSorted((one, other) => one - other);

/** Returns the running deadlines. */
export function agenda(state: AppointmentState): Agenda<AppointmentPurpose> {
  const { status, clock, near, late, startsAt, endsAt, times, remindedUntil } = state;
  if (status !== 'booked' || clock === null) return clock === null ? [] : [clock];
  const [reminder] = remindersAhead(state);
  return [
    ...(reminder === undefined ? [] : [wallClock('appointment-reminder', remindedUntil, reminder)]),
    ...(near ? [] : [wallClock('appointment-near', remindedUntil, startsAt - times.nearMinutes * minuteMs)]),
    clock,
    ...(late ? [wallClock('appointment-end', startsAt, endsAt)] : []),
  ];
}

/** Returns the events of deadlines that are due; empty when called early. */
export function onTime(state: AppointmentState, now: number): readonly AppointmentEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  switch (ring.clock.purpose) {
    case 'appointment-reminder':
      return [{ type: 'reminded' }];
    case 'appointment-near':
      return [{ type: 'neared' }];
    case 'appointment-start':
      return [ring.says === 'warned' ? { type: 'opened' } : afterGrace(state)];
    case 'appointment-end':
      return [{ type: 'officer-failed' }];
    case 'appointment-result':
      return [{ type: 'result-late' }];
    case 'appointment-rating':
      return [{ type: 'rating-elapsed' }];
    case 'appointment-appeal':
      return [{ type: 'appeal-elapsed' }];
  }
}

/** Rule 6. */
const afterGrace = ({ taxpayerThere, officerThere }: AppointmentState): AppointmentEvent =>
  taxpayerThere === null && officerThere !== null ? { type: 'missed' } : { type: 'officer-late' };
