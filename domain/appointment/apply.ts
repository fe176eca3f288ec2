/** Effect of each event on the state of an appointment. */
import { wallClock } from '../clock.ts';
import { holderAfter } from '../holding.ts';
import type { Place } from '../kind.ts';
import type {
  AppointmentOutcome,
  AppointmentPurpose,
  AppointmentState,
  InteractionStatus,
  PresenceEvidence,
  RecordedAppointmentEvent,
  Side,
} from './appointment.ts';

const minuteMs = 60_000;

/** Applies an event. It is deterministic, so every caller gets the same state. */
export const apply = (state: AppointmentState, event: RecordedAppointmentEvent): AppointmentState => ({
  ...state,
  wantedPlaceId: null,
  ...changeOf(state, event),
  version: event.version,
});

function changeOf(state: AppointmentState, event: RecordedAppointmentEvent): Partial<AppointmentState> {
  switch (event.type) {
    case 'requested':
      return { times: event.times, wantedPlaceId: event.placeId };
    case 'booked':
      return atPlace(state, event);
    case 'move-requested':
      return { wantedPlaceId: event.placeId };
    case 'moved':
      return { ...atPlace(state, event), sequence: state.sequence + 1 };
    case 'reminded':
      return { remindedUntil: event.at };
    case 'neared':
      return { near: true };
    case 'assigned':
    case 'claimed':
    case 'released':
    case 'handed-over':
    case 'reassigned':
      return { ...holderAfter(state, event), officerThere: null };
    case 'taken-over':
      return { assigneeId: event.officerId, releasedBy: state.assigneeId, officerThere: null };
    case 'checked-in':
      return checkedIn(state, event);
    case 'opened':
      return { clock: state.clock && { ...state.clock, warned: true } };
    case 'officer-late':
      return { late: true, clock: state.clock && { ...state.clock, warned: true, escalated: true } };
    case 'started':
      return {
        status: 'started',
        interaction: 'in-progress',
        interactionId: event.caseId,
        answeredAt: event.at,
        officerThere: state.officerThere ?? { at: event.at, evidence: 'start' },
        clock: wallClock('appointment-result', event.at, state.endsAt + state.times.resultMinutes * minuteMs),
      };
    case 'interaction-ended':
      return { interaction: 'completed' };
    case 'result-late':
      return { clock: state.clock && { ...state.clock, escalated: true } };
    case 'held':
      return { ...over(event, 'held', state.times.ratingMinutes, 'appointment-rating'), interaction: 'completed' };
    case 'missed':
      return { ...over(event, 'missed', state.times.appealMinutes, 'appointment-appeal'), interaction: 'not-held' };
    case 'officer-failed':
      return { ...over(event, 'officer-failed'), interaction: 'not-held' };
    case 'cancelled':
      return { ...over(event, 'cancelled'), interaction: notHeld(state), sequence: state.sequence + 1, cancelCause: event.cause };
    case 'rated':
    case 'rating-elapsed':
    case 'appeal-elapsed':
      return { clock: null };
    case 'appealed':
      return { clock: null, appeal: 'pending' };
    case 'miss-lifted':
      return { clock: null, appeal: 'lifted' };
    case 'miss-upheld':
      return { clock: null, appeal: 'upheld' };
  }
}

/** An interaction that a supervisor ends has taken place. */
const notHeld = ({ interaction }: AppointmentState): InteractionStatus => (interaction === 'waiting' ? 'not-held' : 'completed');

/** Everything that depends on the time begins anew with a new time: reminders, to-do, presence (rules 3 and 4). */
const atPlace = ({ times }: AppointmentState, { placeId, startsAt, endsAt, at }: Place & { at: number }): Partial<AppointmentState> => ({
  placeId,
  startsAt,
  endsAt,
  remindedUntil: at,
  near: false,
  late: false,
  taxpayerThere: null,
  officerThere: null,
  clock: { ...wallClock('appointment-start', at, startsAt + times.graceMinutes * minuteMs), warnAt: startsAt },
});

/** The grace of the taxpayer counts from when the officer is ready, as far as the window allows (rule 6). */
function checkedIn(
  { times, startsAt, endsAt, late, taxpayerThere, clock }: AppointmentState,
  { side, evidence, at }: { side: Side; evidence: PresenceEvidence; at: number },
): Partial<AppointmentState> {
  if (side === 'taxpayer') return { taxpayerThere: { at, evidence } };
  const officerThere = { at, evidence };
  if (at <= startsAt || taxpayerThere !== null || late) return { officerThere };
  return { officerThere, clock: clock && { ...clock, dueAt: Math.min(at + times.graceMinutes * minuteMs, endsAt) } };
}

/** @param endMinutes minutes during which the workflow goes on after the end */
const over = (
  { at }: { at: number },
  outcome: AppointmentOutcome,
  endMinutes = 0,
  purpose: AppointmentPurpose | null = null,
): Partial<AppointmentState> => ({
  status: outcome,
  outcome,
  closedAt: at,
  clock: purpose === null ? null : wallClock(purpose, at, at + endMinutes * minuteMs),
});
