/**
 * 邀请: an officer invites a taxpayer to an interaction at one of several proposed times (rows F1–F3).
 *
 *   sent ⇄ countered → accepted → (an appointment begins)
 *     ↓        ↓
 *   rejected, withdrawn, expired
 *
 * Rules:
 * 1. The proposed places are held for the taxpayer until the invitation has ended. All of them are won in the transaction that sends it.
 * 2. The taxpayer accepts one of them, rejects with a reason, or proposes another time, whose place is held as well. While that waits for
 *    the officer, the first places stay held.
 * 3. The officer agrees to the taxpayer's time, declines it (then the first ones stand again), or withdraws.
 * 4. Acceptance begins an appointment as a case of its own. The accepted place stays the invitation's until the appointment has it, so that
 *    nobody can take it in between.
 * 5. Whoever is silent is reminded, and then the invitation expires: after the policy's time, and never after the first proposed start.
 * 6. An ended invitation is final, and hinders no other.
 */
import { unopened, type Assigned, type CaseState, type Clock, type Recorded } from '../case.ts';
import type { AppointmentTimes } from '../appointment/appointment.ts';
import type { HoldingCommand, HoldingDecided } from '../holding.ts';
import type { Move, Place } from '../kind.ts';
import type { Reminder } from '../notices.ts';
import type { InteractionWay } from '../slots/definition.ts';

export const invitationStatuses = ['sent', 'countered', 'accepted', 'rejected', 'withdrawn', 'expired'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

export const invitationOutcomes = ['accepted', 'rejected', 'withdrawn', 'expired', 'ended'] as const;
export type InvitationOutcome = (typeof invitationOutcomes)[number];

/** Most places that one invitation proposes. */
export const mostProposed = 5;

export type InvitationCommand =
  | HoldingCommand
  /** The text is that of the appointment. */
  | { type: 'accept'; placeId: string; appointmentId: string; textId: string }
  | { type: 'reject'; reasonId: string }
  | { type: 'counter'; placeId: string; noteId: string | null }
  /** To the taxpayer's own proposal. */
  | { type: 'agree'; appointmentId: string; textId: string }
  | { type: 'decline'; reasonId: string }
  | { type: 'withdraw'; reasonId: string }
  | { type: 'end'; reasonId: string };
export type InvitationCommandType = InvitationCommand['type'];

/** Time limits of an invitation, and those of the appointment that follows, fixed when it is sent. */
export interface InvitationPolicy {
  /** Minutes of the wall clock until it expires. */
  answerMinutes: number;
  /** Reminders as shares of that time, ascending. */
  reminders: readonly number[];
  /** Of the appointment that follows. */
  times: AppointmentTimes;
}

/** Purposes of its deadlines: the taxpayer's answer, and the officer's to a counter-proposal. */
export const invitationPurposes = ['invitation-answer', 'invitation-counter'] as const;
export type InvitationPurpose = (typeof invitationPurposes)[number];
export type InvitationClock = Clock<InvitationPurpose>;

export type InvitationEvent =
  | {
      type: 'proposed';
      officerId: string;
      textId: string;
      uploadIds: string[];
      originId: string | null;
      placeIds: string[];
      answerMs: number;
      reminders: readonly number[];
    }
  | { type: 'sent'; places: readonly Place[] }
  | Assigned
  | HoldingDecided
  | { type: 'reminded' }
  | { type: 'counter-requested'; placeId: string; noteId: string | null }
  | { type: 'countered'; places: readonly Place[] }
  | { type: 'counter-declined'; reasonId: string }
  | { type: 'accepted'; placeId: string; startsAt: number; endsAt: number; appointmentId: string }
  | { type: 'rejected'; reasonId: string }
  | { type: 'withdrawn'; reasonId: string | null; outcome: Extract<InvitationOutcome, 'withdrawn' | 'ended'> }
  | { type: 'expired' };
/** All event types, in the order of the life cycle. Each has words on every page. */
export const invitationEventTypes = [
  'proposed',
  'sent',
  'assigned',
  'claimed',
  'released',
  'handed-over',
  'reassigned',
  'reminded',
  'counter-requested',
  'countered',
  'counter-declined',
  'accepted',
  'rejected',
  'withdrawn',
  'expired',
] as const satisfies readonly InvitationEvent['type'][];
export type RecordedInvitationEvent = Recorded<InvitationEvent>;

export interface InvitationState extends CaseState {
  kind: 'invitation';
  status: InvitationStatus;
  clock: InvitationClock | null;
  typeVersion: number;
  way: InteractionWay;
  category: string;
  reminder: Reminder;
  senderId: string;
  originId: string | null;
  textId: string;
  /** Milliseconds until it expires, and the shares of them at which somebody is reminded. */
  answerMs: number;
  reminders: readonly number[];
  /** Places that are to be won now; empty for none. */
  wantedPlaceIds: readonly string[];
  proposed: readonly Place[];
  /** Place that the taxpayer proposes; null for none. */
  counter: Place | null;
  accepted: Place | null;
  appointmentId: string | null;
  outcome: InvitationOutcome | null;
}

/** Data that an invitation begins with: ids only. */
export interface InvitationOpening {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  typeVersion: number;
  identityId: string;
  /** Officer who invites, and is its first assignee. */
  senderId: string;
  way: InteractionWay;
  category: string;
  placeIds: string[];
  textId: string;
  uploadIds: string[];
  reminder: Reminder;
  originId: string | null;
}

/** Returns the state before the first event. */
export function newInvitation(opening: InvitationOpening, now: number): InvitationState {
  const { uploadIds: _uploads, placeIds: _places, ...rest } = opening;
  return {
    kind: 'invitation',
    ...rest,
    status: 'sent',
    ...unopened(now),
    answerMs: 0,
    reminders: [],
    wantedPlaceIds: [],
    proposed: [],
    counter: null,
    accepted: null,
    appointmentId: null,
    outcome: null,
  };
}

export const isOpen = ({ closedAt }: InvitationState): boolean => closedAt === null;

export const moveOf = ({ status }: InvitationState): Move => (status === 'countered' ? 'officer' : 'taxpayer');

/** Places that belong to it (rules 1, 2 and 4). */
export const placesOf = ({ status, proposed, counter, accepted }: InvitationState): readonly string[] => {
  if (status === 'sent' || status === 'countered')
    return [...proposed, ...(counter === null ? [] : [counter])].map(({ placeId }) => placeId);
  return status === 'accepted' && accepted !== null ? [accepted.placeId] : [];
};
