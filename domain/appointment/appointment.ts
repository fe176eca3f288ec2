/**
 * 预约: an interaction of a taxpayer with an officer at a time that was chosen beforehand (rows E1–E6).
 *
 *   booked → started → held → (rated)
 *     ↓ ↘ missed → (appealed → lifted | upheld)
 *     ↓   officer-failed
 *   cancelled
 *
 * Rules:
 * 1. An appointment has one place. It is won in the transaction that books it, and given back in the transaction that moves or cancels it.
 * 2. Either side cancels before the start, with a reason; the taxpayer only until the policy's deadline. The same holds for moving, which
 *    keeps number and case. From the start on neither is possible, and an ended appointment is final.
 * 3. The taxpayer is reminded before the start, each time once. A reminder that is past when the time is chosen is not sent.
 * 4. A while before the start the centre gets a to-do, and an officer is assigned.
 * 5. Each side is present once it has said so or has opened the window; the story keeps when, and by which evidence.
 * 6. Whoever was missing decides. After the grace the taxpayer has missed it if they are not there and the officer is. If the officer has
 *    not started, the supervisor is warned, and at the end of the window the tax office has failed; the taxpayer is not blamed. The grace of
 *    a taxpayer counts from when the officer was ready, if that was after the start.
 * 7. The officer starts the interaction once both are there, and writes the result. A held appointment can be rated.
 * 8. A miss counts for the suspension of booking. The taxpayer can appeal to the supervisor, who lifts or upholds it.
 */
import { unopened, type Assigned, type CaseState, type Clock, type Recorded } from '../case.ts';
import type { HoldingCommand, HoldingDecided } from '../holding.ts';
import type { Follow, Move, Place } from '../kind.ts';
import type { Reminder } from '../notices.ts';
import type { InteractionWay } from '../slots/definition.ts';

export const appointmentStatuses = ['booked', 'started', 'held', 'missed', 'officer-failed', 'cancelled'] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number];

/** 互动状态 */
export const interactionStatuses = ['waiting', 'in-progress', 'completed', 'not-held'] as const;
export type InteractionStatus = (typeof interactionStatuses)[number];

export const appointmentOutcomes = ['held', 'missed', 'officer-failed', 'cancelled'] as const;
export type AppointmentOutcome = (typeof appointmentOutcomes)[number];

/** At whose wish it was cancelled. An officer may cancel at the taxpayer's wish; a closure of the centre counts against nobody. */
export const cancelCauses = ['taxpayer', 'bureau', 'closure'] as const;
type CancelCause = (typeof cancelCauses)[number];

/** Evidence that somebody is there: they pressed the button, opened the window, or started the interaction. */
export const presenceEvidence = ['button', 'window', 'start'] as const;
export type PresenceEvidence = (typeof presenceEvidence)[number];
export type Side = 'taxpayer' | 'officer';

export const appealStates = ['pending', 'lifted', 'upheld'] as const;
type AppealState = (typeof appealStates)[number];

export type AppointmentCommand =
  | HoldingCommand
  | { type: 'takeOver' }
  | { type: 'move'; placeId: string }
  | { type: 'cancel'; cause: CancelCause; reasonId: string }
  | { type: 'checkIn'; evidence: Exclude<PresenceEvidence, 'start'> }
  | { type: 'start'; interaction: Interaction }
  | { type: 'finish'; textId: string; uploadIds: string[] }
  | { type: 'end'; reasonId: string }
  | { type: 'rate'; resolved: boolean; stars: number; textId: string | null }
  | { type: 'appeal'; textId: string }
  | { type: 'liftMiss'; noteId: string }
  | { type: 'upholdMiss'; reasonId: string }
  /** The case in which the interaction took place has ended. */
  | { type: 'interactionEnded'; caseId: string };
export type AppointmentCommandType = AppointmentCommand['type'];

/** Case in which the interaction takes place: what it begins with. */
export type Interaction = Follow;

/** Time limits of an appointment, fixed when it is booked. */
export interface AppointmentPolicy {
  times: AppointmentTimes;
}

/** Lengths in minutes of the wall clock; they count from the start or, where the name says so, before it. */
export interface AppointmentTimes {
  /** Before the start: until when the taxpayer cancels or moves. */
  cancelMinutes: number;
  /** Before the start: when the centre gets a to-do, and from when people can say that they are there. */
  nearMinutes: number;
  graceMinutes: number;
  /** Before the start, each. */
  reminderMinutes: readonly number[];
  /** From the end of the window until the result is late. */
  resultMinutes: number;
  /** From the end of the appointment. */
  ratingMinutes: number;
  appealMinutes: number;
}

/** Purposes of its deadlines. */
export const appointmentPurposes = [
  'appointment-reminder',
  'appointment-near',
  'appointment-start',
  'appointment-end',
  'appointment-result',
  'appointment-rating',
  'appointment-appeal',
] as const;
export type AppointmentPurpose = (typeof appointmentPurposes)[number];
type AppointmentClock = Clock<AppointmentPurpose>;

export type AppointmentEvent =
  | {
      type: 'requested';
      textId: string;
      uploadIds: string[];
      originId: string | null;
      invitationId: string | null;
      placeId: string;
      times: AppointmentTimes;
    }
  | ({ type: 'booked' } & Place)
  | { type: 'move-requested'; placeId: string }
  | ({ type: 'moved' } & Place)
  | { type: 'reminded' }
  | { type: 'neared' }
  | Assigned
  | HoldingDecided
  | { type: 'taken-over'; officerId: string }
  | { type: 'checked-in'; side: Side; evidence: PresenceEvidence }
  | { type: 'opened' }
  | { type: 'officer-late' }
  | { type: 'started'; caseId: string }
  | { type: 'interaction-ended' }
  | { type: 'result-late' }
  | { type: 'held'; textId: string; uploadIds: string[] }
  | { type: 'missed' }
  | { type: 'officer-failed' }
  | { type: 'cancelled'; cause: CancelCause; reasonId: string | null }
  | { type: 'rated'; resolved: boolean; stars: number; textId: string | null }
  | { type: 'rating-elapsed' }
  | { type: 'appealed'; textId: string }
  | { type: 'miss-lifted'; noteId: string }
  | { type: 'miss-upheld'; reasonId: string }
  | { type: 'appeal-elapsed' };
/** All event types, in the order of the life cycle. Each has words on every page. */
export const appointmentEventTypes = [
  'requested',
  'booked',
  'move-requested',
  'moved',
  'reminded',
  'neared',
  'assigned',
  'claimed',
  'released',
  'handed-over',
  'reassigned',
  'taken-over',
  'checked-in',
  'opened',
  'officer-late',
  'started',
  'interaction-ended',
  'result-late',
  'held',
  'missed',
  'officer-failed',
  'cancelled',
  'rated',
  'rating-elapsed',
  'appealed',
  'miss-lifted',
  'miss-upheld',
  'appeal-elapsed',
] as const satisfies readonly AppointmentEvent['type'][];
export type RecordedAppointmentEvent = Recorded<AppointmentEvent>;

/** Since when somebody is there, and by which evidence. */
export interface Presence {
  at: number;
  evidence: PresenceEvidence;
}

export interface AppointmentState extends CaseState {
  kind: 'appointment';
  status: AppointmentStatus;
  interaction: InteractionStatus;
  /** From the booking: of the start (rule 6), of the result, of the rating or of the appeal. */
  clock: AppointmentClock | null;
  typeVersion: number;
  way: InteractionWay;
  category: string;
  reminder: Reminder;
  originId: string | null;
  invitationId: string | null;
  times: AppointmentTimes;
  /** Its place, and the window of its time in epoch milliseconds; empty and zero until it is booked. */
  placeId: string;
  startsAt: number;
  endsAt: number;
  /** Place that is to be won now; null for none. */
  wantedPlaceId: string | null;
  /** Reminders up to this instant are sent, or were past when the time was chosen. */
  remindedUntil: number;
  /** True from when the centre has a to-do (rule 4). */
  near: boolean;
  /** True once the grace has passed without a start (rule 6). */
  late: boolean;
  /** Counts the changes that a calendar shows. */
  sequence: number;
  taxpayerThere: Presence | null;
  officerThere: Presence | null;
  /** Case in which the interaction takes place. */
  interactionId: string | null;
  outcome: AppointmentOutcome | null;
  cancelCause: CancelCause | null;
  appeal: AppealState | null;
}

/** Data that an appointment begins with: ids only. */
export interface AppointmentOpening {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  typeVersion: number;
  identityId: string;
  way: InteractionWay;
  category: string;
  placeId: string;
  textId: string;
  uploadIds: string[];
  reminder: Reminder;
  /** Case from which it was booked. */
  originId: string | null;
  /** Invitation that it follows from; its place is taken over from there. */
  invitationId: string | null;
}

/** Returns the state before the first event. The first event sets `times`. */
export function newAppointment(opening: AppointmentOpening, now: number): AppointmentState {
  const { textId: _text, uploadIds: _uploads, placeId: _place, ...rest } = opening;
  return {
    kind: 'appointment',
    ...rest,
    status: 'booked',
    interaction: 'waiting',
    ...unopened(now),
    times: noTimes,
    placeId: '',
    startsAt: 0,
    endsAt: 0,
    wantedPlaceId: null,
    remindedUntil: now,
    near: false,
    late: false,
    sequence: 0,
    taxpayerThere: null,
    officerThere: null,
    interactionId: null,
    outcome: null,
    cancelCause: null,
    appeal: null,
  };
}

const noTimes: AppointmentTimes = {
  cancelMinutes: 0,
  nearMinutes: 0,
  graceMinutes: 0,
  reminderMinutes: [],
  resultMinutes: 0,
  ratingMinutes: 0,
  appealMinutes: 0,
};

export const isOpen = ({ closedAt }: AppointmentState): boolean => closedAt === null;
/** True while a held appointment can still be rated. */
export const isRatable = ({ status, clock }: AppointmentState): boolean => status === 'held' && clock !== null;
/** True while a miss can still be appealed against. */
export const isAppealable = ({ status, clock, appeal }: AppointmentState): boolean =>
  status === 'missed' && clock !== null && appeal === null;

/** The centre has a to-do from a while before the start, and for an appeal (rules 4 and 8). */
export const hasTask = (state: AppointmentState): boolean =>
  state.appeal === 'pending' || (isOpen(state) && (state.near || state.assigneeId !== null));

/** It is the taxpayer's move while the officer waits for them within the window. */
export function moveOf({ status, near, clock, taxpayerThere, officerThere, appeal }: AppointmentState): Move {
  if (appeal === 'pending' || status === 'started') return 'officer';
  if (status !== 'booked' || !near) return 'nobody';
  const isOn = clock?.warned === true;
  return isOn && officerThere !== null && taxpayerThere === null ? 'taxpayer' : 'officer';
}

/**
 * Places that belong to it. A cancelled one has none, nor one that the tax office failed, so that it counts against no limit of the
 * taxpayer; any other ended one keeps the record of its own.
 */
export const placesOf = ({ status, placeId }: AppointmentState): readonly string[] =>
  status === 'cancelled' || status === 'officer-failed' || placeId === '' ? [] : [placeId];
