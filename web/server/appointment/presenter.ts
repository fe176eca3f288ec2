/** The appointment's own part of a case's page, and a row of 我的预约. */
import type { OwnAppointmentRow } from '../../../db/appointment/own-appointments.ts';
import type { AppointmentState, Presence } from '../../../domain/appointment/appointment.ts';
import { appointmentKind } from '../../../domain/appointment/kind.ts';
import { remindersAhead } from '../../../domain/appointment/time.ts';
import type { AppointmentCategory } from '../../../domain/slots/definition.ts';
import type { Start } from '../../../domain/slots/starts.ts';
import type { AppointmentPart, OwnAppointment } from '../../api/appointment/appointment.ts';
import type { Language } from '../../i18n/index.ts';
import { presentOwnCase } from '../cases/own-cases.ts';
import type { PartReading } from '../cases/server-kind.ts';
import { presentCategory } from './choices.ts';

const minuteMs = 60_000;
const instant = (at: number): string => new Date(at).toISOString();

const timeAndWay = (
  { startsAt, endsAt, way, category, interaction }: AppointmentState,
  categories: readonly AppointmentCategory[],
  language: Language,
) => ({
  startsAt: instant(startsAt),
  endsAt: instant(endsAt),
  way,
  category: presentCategory(category, categories, language),
  interaction,
});

const presentPresence = (presence: Presence | null) => presence && { at: instant(presence.at), evidence: presence.evidence };

/** What the page of an appointment shows beside its state. */
export interface AppointmentGround {
  categories: readonly AppointmentCategory[];
  /** Time that is offered first after the tax office failed it. */
  next: Start | null;
}

export function presentAppointment(
  state: AppointmentState,
  { categories, next }: AppointmentGround,
  { forOfficers, language, numbers }: PartReading,
): AppointmentPart {
  const { times, startsAt, clock, appeal, interactionId, originId, invitationId } = state;
  const seen = (id: string | null): string | null => (id !== null && numbers.has(id) ? id : null);
  return {
    ...timeAndWay(state, categories, language),
    minutes: { cancel: times.cancelMinutes, near: times.nearMinutes, grace: times.graceMinutes },
    cancelUntil: instant(startsAt - times.cancelMinutes * minuteMs),
    reminders: remindersAhead(state).map(instant),
    late: forOfficers && state.late,
    there: { taxpayer: presentPresence(state.taxpayerThere), officer: presentPresence(state.officerThere) },
    interactionId: seen(interactionId),
    cancelCause: state.cancelCause,
    appeal:
      state.status === 'missed' ? { until: clock?.purpose === 'appointment-appeal' ? instant(clock.dueAt) : null, state: appeal } : null,
    sequence: state.sequence,
    next: next && { startsAt: instant(next.startsAt), endsAt: instant(next.endsAt) },
    originId: seen(originId),
    invitationId: seen(invitationId),
  };
}

/** @param now epoch milliseconds */
export function presentOwnAppointment(row: OwnAppointmentRow, language: Language, now: number): OwnAppointment {
  const { state, categories } = row;
  const actor = { kind: 'taxpayer', id: state.identityId } as const;
  const cancel = { type: 'cancel', cause: 'taxpayer', reasonId: state.id } as const;
  return {
    kind: 'appointment',
    ...presentOwnCase(row, language),
    ...timeAndWay(state, categories, language),
    cancellable: appointmentKind.decide(state, actor, cancel, { times: state.times }, now).ok,
  };
}
