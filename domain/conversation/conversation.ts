/**
 * 互动: a conversation of a taxpayer with the robot 悦悦 and with officers (rows A3, B10, C1–C6, C10, C11). Its messages are a chat
 * (`../chat.ts`); the case holds its life.
 *
 *   robot ⇄ queued ⇄ offered → active → ended → rated
 *              ↑________________↓ (released, lost, handed over)
 *
 * Rules:
 * 1. A taxpayer asks for an officer within working hours. They keep their place while they wait, and may leave the queue.
 * 2. An officer with free capacity is won in the projection's transaction, the longest waiting first. They accept the offer within the
 *    policy's time, or it is offered to another.
 * 3. Whoever takes a case from the queue, is given one, or receives a hand-over needs free capacity, too.
 * 4. A conversation whose officer gives it back or is lost goes to the front of the queue. One that is handed over to a group waits for its
 *    officers.
 * 5. The robot answers until an officer has the floor, and again while the taxpayer waits for the next one.
 * 6. While it is the officer's turn, a late answer is escalated. While it is the taxpayer's turn, silence is warned of and then ends the
 *    conversation. What was said is read from the chat when a deadline rings.
 * 7. The officer may ask a supervisor for support. A supervisor who joins speaks beside the officer and takes no capacity; the taxpayer is
 *    told. They stay until they leave or the officer changes.
 * 8. A taxpayer who waits, but has had no page open for longer than the policy allows, gives up their place and is told so.
 * 9. An officer who misses an offer is set to away.
 * 10. An ended conversation changes only by its rating: once, within the policy's time.
 * 11. While an officer has the floor, both may see and hear each other (`call.ts`).
 * 12. The interaction of an appointment begins with its officer, without a queue: the place of the appointment is the capacity. Its end is
 *     told to the appointment.
 */
import type { Calendar } from '../calendar.ts';
import { unopened, type CaseState, type Clock, type Recorded } from '../case.ts';
import type { PassedOver } from '../chat.ts';
import type { Move } from '../kind.ts';
import type { Call, CallLimits } from '../call.ts';
import { callAfter, callEventTypes, type CallCommand, type CallEvent } from './call.ts';

export const conversationStatuses = ['robot', 'queued', 'offered', 'active', 'ended', 'rated'] as const;
export type ConversationStatus = (typeof conversationStatuses)[number];

/** Reasons for which an officer is asked for (C1). */
export const requestCauses = ['button', 'keyword', 'intent', 'mood', 'useless', 'no-answer', 'rounds'] as const;
export type RequestCause = (typeof requestCauses)[number];

export const conversationOutcomes = ['officer', 'taxpayer', 'idle', 'ended'] as const;
export type ConversationOutcome = (typeof conversationOutcomes)[number];

/** Receiver of a hand-over. A group belongs to a centre, which may be the present one. */
type HandOverTo = { officerId: string } | { centreId: string } | { groupId: string; centreId: string };

export type ConversationCommand =
  | { type: 'requestOfficer'; cause: RequestCause; typeId: string | null }
  | { type: 'leaveQueue' }
  | { type: 'accept' }
  | { type: 'decline' }
  | { type: 'claim' }
  | { type: 'release'; noteId: string | null }
  | { type: 'handOver'; to: HandOverTo; noteId: string }
  | { type: 'reassign'; officerId: string; noteId: string | null }
  | { type: 'prioritise' }
  /** The officer asks a supervisor for support. */
  | { type: 'askSupervisor'; noteId: string | null }
  /** A supervisor speaks beside the officer, until they leave. */
  | { type: 'join' }
  | { type: 'leave' }
  | { type: 'stay' }
  | { type: 'close'; summaryId: string | null }
  | { type: 'end'; reasonId: string }
  | { type: 'rate'; resolved: boolean; stars: number; textId: string | null }
  /** An officer may be free now. */
  | { type: 'seek' }
  /** The officer's presence has expired. */
  | { type: 'lose'; officerId: string }
  /** The taxpayer has been absent for too long. */
  | { type: 'lapse' }
  | CallCommand;
export type ConversationCommandType = ConversationCommand['type'];

/** Time limits of a conversation, by the wall clock, fixed when it begins. */
export interface ConversationPolicy extends CallLimits {
  /** Working hours in which officers can be asked for (C2). */
  calendar: Calendar;
  offerMinutes: number;
  /** Wait after which the taxpayer is offered other ways (C3). */
  waitMinutes: number;
  answerMinutes: number;
  idleMinutes: number;
  /** From the warning to the end. */
  idleGraceMinutes: number;
  /** Silence after which a conversation with the robot ends. */
  robotIdleMinutes: number;
  ratingDays: number;
  /** Absence after which an officer loses a conversation (C11). Absent in policies of an earlier version, like the next one. */
  graceMinutes?: number;
  /** Absence after which a waiting taxpayer gives up the place (rule 8). */
  absenceMinutes?: number;
}

/** Purposes of its deadlines. */
export const conversationPurposes = ['offer', 'wait', 'answer', 'silence', 'rating', 'ring', 'connect'] as const;
export type ConversationPurpose = (typeof conversationPurposes)[number];
export type ConversationClock = Clock<ConversationPurpose>;

export type ConversationEvent =
  | { type: 'begun'; silence: ConversationClock }
  /** It is the interaction of an appointment: the officer who started it has the floor at once. */
  | { type: 'appointed'; officerId: string; appointmentId: string; silence: ConversationClock; offerMs: number; answerMs: number }
  | { type: 'requested'; cause: RequestCause; typeId: string; wait: ConversationClock; offerMs: number; answerMs: number }
  | { type: 'sought' }
  | { type: 'offered'; officerId: string; clock: ConversationClock }
  /** The officer who claimed it, or to whom it was given, has it: there is nothing to accept. */
  | { type: 'connected'; officerId: string; silence: ConversationClock }
  | { type: 'accepted'; silence: ConversationClock }
  | { type: 'declined'; officerId: string; until: number }
  | { type: 'offer-elapsed'; officerId: string; until: number }
  | { type: 'claimed'; officerId: string }
  | { type: 'reassigned'; officerId: string; noteId: string | null }
  | { type: 'released'; noteId: string | null }
  | { type: 'handed-over'; officerId: string | null; centreId: string; groupId: string | null; noteId: string }
  | { type: 'officer-lost'; officerId: string }
  | { type: 'queue-left'; silence: ConversationClock }
  | { type: 'queue-lapsed'; silence: ConversationClock }
  | { type: 'wait-long' }
  | { type: 'prioritised' }
  | { type: 'supervisor-asked'; noteId: string | null }
  | { type: 'joined'; officerId: string }
  | { type: 'left'; officerId: string }
  | { type: 'answer-late'; clock: ConversationClock; silence: ConversationClock }
  /** The clock of silence starts again, because something was said or the taxpayer stays. */
  | { type: 'heard'; silence: ConversationClock }
  | { type: 'idle-warned'; silence: ConversationClock }
  | { type: 'closed'; outcome: ConversationOutcome; summaryId: string | null; reasonId: string | null; clock: ConversationClock | null }
  | { type: 'rated'; resolved: boolean; stars: number; textId: string | null }
  | { type: 'rating-elapsed' }
  | CallEvent;
/** All event types, in the order of the life cycle. Each has words on every page. */
export const conversationEventTypes = [
  'begun',
  'appointed',
  'requested',
  'sought',
  'offered',
  'connected',
  'accepted',
  'declined',
  'offer-elapsed',
  'claimed',
  'reassigned',
  'released',
  'handed-over',
  'officer-lost',
  'queue-left',
  'queue-lapsed',
  'wait-long',
  'prioritised',
  'supervisor-asked',
  'joined',
  'left',
  'answer-late',
  'heard',
  'idle-warned',
  ...callEventTypes,
  'closed',
  'rated',
  'rating-elapsed',
] as const satisfies readonly ConversationEvent['type'][];
export type RecordedConversationEvent = Recorded<ConversationEvent>;

/**
 * `anyone`: whoever the queue gives it to, and it waits when that is nobody. `retry`: the same for a case that waits already. Otherwise this
 * officer: by an offer, or at once because they or their supervisor have decided.
 */
type Wanted = { who: 'anyone' | 'retry' } | { who: 'officer'; officerId: string; connects: boolean };

export interface ConversationState extends CaseState {
  kind: 'conversation';
  status: ConversationStatus;
  /** Of the offer, of an answer that is late, or of the rating. */
  clock: ConversationClock | null;
  /** Clock of the wait for an officer (C3). */
  waitClock: ConversationClock | null;
  /** When the chat is looked at for silence (rule 6); null while somebody is waited for. */
  silenceClock: ConversationClock | null;
  epoch: number;
  waitingSince: number | null;
  /** True when it goes before others in the queue (rule 4). */
  front: boolean;
  /** Officers who declined or missed the offer; each is not asked again until an instant in epoch milliseconds. */
  passedOver: readonly PassedOver[];
  cause: RequestCause | null;
  /** Officer whose capacity is to be won now; null for nobody. */
  wanted: Wanted | null;
  /** Milliseconds in which an offer is to be accepted. */
  offerMs: number;
  /** Milliseconds in which the officer is to answer. */
  answerMs: number;
  preferredOfficerId: string | null;
  /** Group whose officers alone are asked, while it waits for them. Absent in states of earlier versions. */
  awaitedGroupId?: string | null;
  /** Since when a supervisor is asked for support; null while none is. */
  supportAskedAt?: number | null;
  /** Supervisor who speaks beside the officer. */
  joinedId?: string | null;
  /** Officer who has it or had it last. */
  lastOfficerId: string | null;
  outcome: ConversationOutcome | null;
  /** True while a place that was given up for absence has not been asked for again; absent in states of an earlier version. */
  lapsed?: boolean;
  /** The call that is asked for or goes on; absent without one. */
  call?: Call | undefined;
  /** Appointment whose interaction it is; absent for all others. */
  appointmentId?: string;
}

/** Beginning of a conversation as passed to the workflow: ids only. */
export interface ConversationOpening {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  identityId: string;
  /** Officer of the taxpayer's last conversation, if that was not long ago; comes first among those who can take this one. */
  preferredOfficerId: string | null;
  /** Appointment whose interaction it is, and the officer who started it. */
  appointment?: { id: string; officerId: string };
}

export const newConversation = ({ appointment: _appointment, ...opening }: ConversationOpening, now: number): ConversationState => ({
  kind: 'conversation',
  ...opening,
  status: 'robot',
  ...unopened(now),
  waitClock: null,
  silenceClock: null,
  epoch: 0,
  waitingSince: null,
  front: false,
  passedOver: [],
  cause: null,
  wanted: null,
  offerMs: 0,
  answerMs: 0,
  lastOfficerId: null,
  outcome: null,
});

export const isOpen = ({ status }: ConversationState): boolean => status !== 'ended' && status !== 'rated';
/** True while an ended conversation can still be rated. */
export const isRatable = ({ status, clock }: ConversationState): boolean => status === 'ended' && clock !== null;

/** Returns whose move it is. The centre has a to-do from the request until the end. */
export const moveOf = ({ status }: ConversationState): Move =>
  status === 'queued' || status === 'offered' || status === 'active' ? 'officer' : 'taxpayer';

/** Applies an event. It is deterministic, so every caller gets the same state. */
export const apply = (state: ConversationState, event: RecordedConversationEvent): ConversationState => ({
  ...state,
  wanted: null,
  ...changeOf(state, event),
  version: event.version,
});

function changeOf(state: ConversationState, event: RecordedConversationEvent): Partial<ConversationState> {
  switch (event.type) {
    case 'begun':
      return { silenceClock: event.silence, epoch: event.version };
    case 'requested':
      return {
        ...queued(event),
        waitingSince: event.at,
        front: false,
        cause: event.cause,
        typeId: event.typeId,
        waitClock: event.wait,
        offerMs: event.offerMs,
        answerMs: event.answerMs,
        passedOver: [],
        ...(state.lapsed === true && { lapsed: false }),
      };
    case 'appointed':
      return {
        ...active(state, event, event.officerId),
        appointmentId: event.appointmentId,
        offerMs: event.offerMs,
        answerMs: event.answerMs,
      };
    case 'sought':
      return { wanted: { who: 'retry' } };
    case 'offered':
      return { status: 'offered', assigneeId: event.officerId, clock: event.clock };
    case 'connected':
      return active(state, event, event.officerId);
    case 'accepted':
      return active(state, event, state.assigneeId);
    case 'declined':
    case 'offer-elapsed':
      return { status: 'queued', assigneeId: null, clock: null, wanted: { who: 'anyone' }, passedOver: passedOver(state, event) };
    case 'claimed':
    case 'reassigned':
      return { wanted: { who: 'officer', officerId: event.officerId, connects: true } };
    case 'released':
    case 'officer-lost':
      return { ...queued(event), ...inFront(state, event) };
    case 'handed-over':
      return {
        ...queued(event),
        ...inFront(state, event),
        centreId: event.centreId,
        awaitedGroupId: event.groupId,
        ...(event.officerId !== null && { wanted: { who: 'officer', officerId: event.officerId, connects: false } }),
      };
    case 'queue-left':
      return withRobot(event);
    case 'queue-lapsed':
      return { ...withRobot(event), lapsed: true };
    case 'wait-long':
      return { waitClock: null };
    case 'prioritised':
      return { front: true };
    case 'supervisor-asked':
      return { supportAskedAt: event.at };
    case 'joined':
      return { joinedId: event.officerId, supportAskedAt: null };
    case 'left':
      return { joinedId: null };
    case 'answer-late':
      return { clock: event.clock, silenceClock: event.silence };
    case 'heard':
    case 'idle-warned':
      return { clock: null, silenceClock: event.silence };
    case 'closed':
      return {
        ...nobodyAwaited,
        status: 'ended',
        outcome: event.outcome,
        clock: event.clock,
        silenceClock: null,
        epoch: event.version,
        closedAt: event.at,
      };
    case 'rated':
      return { status: 'rated', clock: null };
    case 'rating-elapsed':
      return { clock: null };
    case 'call-asked':
    case 'call-invited':
    case 'call-consented':
    case 'call-refused':
    case 'call-missed':
    case 'call-connected':
    case 'call-ended':
    case 'recording-asked':
    case 'recording-consented':
    case 'recording-refused':
    case 'recording-begun':
    case 'recording-ended':
    case 'recording-incomplete':
      return callAfter(state, event);
  }
}

type At = Pick<RecordedConversationEvent, 'version' | 'at'>;

const nobodyBeside = { supportAskedAt: null, joinedId: null };
const nobodyAwaited = { ...nobodyBeside, waitClock: null, waitingSince: null, front: false, passedOver: [], awaitedGroupId: null };

const withRobot = ({ silence }: { silence: ConversationClock }): Partial<ConversationState> => ({
  ...nobodyAwaited,
  status: 'robot',
  assigneeId: null,
  clock: null,
  silenceClock: silence,
  cause: null,
});

const queued = ({ version }: At): Partial<ConversationState> => ({
  ...nobodyBeside,
  status: 'queued',
  assigneeId: null,
  clock: null,
  silenceClock: null,
  awaitedGroupId: null,
  epoch: version,
  wanted: { who: 'anyone' },
});

/** Rule 4. The officer who had it is asked again only a while later. */
const inFront = ({ assigneeId }: ConversationState, { at }: At): Partial<ConversationState> => ({
  waitingSince: at,
  front: true,
  releasedBy: assigneeId,
  passedOver: assigneeId === null ? [] : [{ officerId: assigneeId, until: at + passedOverMs }],
});

const active = (
  state: ConversationState,
  event: At & { silence: ConversationClock },
  officerId: string | null,
): Partial<ConversationState> => ({
  ...nobodyAwaited,
  status: 'active',
  assigneeId: officerId,
  lastOfficerId: officerId,
  clock: null,
  silenceClock: event.silence,
  epoch: event.version,
  answeredAt: state.answeredAt ?? event.at,
  releasedBy: null,
});

/** Milliseconds for which an officer is not offered the same conversation again. */
export const passedOverMs = 60_000;
/** Bound of `passedOver`; the earliest are forgotten first. */
const mostPassedOver = 20;

const passedOver = ({ passedOver: before }: ConversationState, { officerId, until }: PassedOver): readonly PassedOver[] =>
  [...before.filter((one) => one.officerId !== officerId), { officerId, until }].slice(-mostPassedOver);
