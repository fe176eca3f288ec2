/**
 * 留言: a message that a taxpayer leaves for an operation centre, from 提交 to 办结 (rows D1–D5).
 *
 *   submitted ⇄ assigned ⇄ asked-back
 *                   ↓  ↑ (follow-up)
 *                replied → closed          withdrawn from submitted, assigned or asked-back before any answer
 *                                          converted (转工单) from assigned, asked-back or replied
 *
 * Rules:
 * 1. The assignee answers, asks back and hands over (`holding.ts`).
 * 2. A taxpayer withdraws only before the first answer, follows up only after an answer, and rates once, which closes the case.
 * 3. While an answer is owed, a deadline runs in the centre's working time. It warns at the policy's share and escalates to the supervisor
 *    at its end. It is paused while the taxpayer is asked back.
 * 4. A question back or an answer without a reaction within the policy's time closes the case.
 * 5. A matter that an answer cannot settle becomes a work order, new or already running. The conversion ends the message, once.
 * 6. Nothing changes once the case is closed, withdrawn or converted.
 */
import type { Calendar } from '../calendar.ts';
import { unopened, type CaseState, type Clock, type Recorded } from '../case.ts';
import { afterRing } from '../clock.ts';
import { holderAfter } from '../holding.ts';
import type { Move } from '../kind.ts';
import type { Reminder } from '../notices.ts';
import type { WorkOrderOpening, WorkOrderPolicy } from '../work-order/order.ts';
import type { Recounted } from '../recount.ts';

export const messageStatuses = ['submitted', 'assigned', 'asked-back', 'replied', 'closed', 'withdrawn', 'converted'] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** References to the contents of a command. The contents stay in PostgreSQL. */
interface Content {
  textId: string;
  uploadIds: string[];
}

/** Commands to a message. web/api has their HTTP shapes. */
export type MessageCommand =
  | { type: 'claim' }
  | { type: 'release'; noteId: string | null }
  | { type: 'handOver'; to: { officerId: string } | { centreId: string }; noteId: string }
  | ({ type: 'reply' } & Content)
  | ({ type: 'askBack' } & Content)
  | ({ type: 'supplement' } & Content)
  | ({ type: 'followUp' } & Content)
  | { type: 'withdraw' }
  | { type: 'rate'; resolved: boolean; stars: number; textId: string | null }
  | { type: 'convert'; orderId: string; order: OrderStart | null }
  | { type: 'reassign'; officerId: string; noteId: string | null }
  | { type: 'end'; reasonId: string };
export type MessageCommandType = MessageCommand['type'];

/** Work order that a message becomes; null when it joins a running one (并单). */
export interface OrderStart {
  opening: WorkOrderOpening;
  policy: WorkOrderPolicy;
}

/** Time limits of a message, in working minutes of its centre, fixed when it is submitted. */
export interface MessagePolicy {
  calendar: Calendar;
  firstAnswerMinutes: number;
  answerMinutes: number;
  supplementMinutes: number;
  followUpMinutes: number;
  /** Share of the limit after which a warning is given: 0.8 for 80 %. */
  warnShare: number;
}

/** Purposes of its deadlines. The first two are the officers', the others the taxpayer's. */
export const messagePurposes = ['first-answer', 'answer', 'supplement', 'follow-up'] as const;
export type MessagePurpose = (typeof messagePurposes)[number];
export type MessageClock = Clock<MessagePurpose>;

type MessageOutcome = 'rated' | 'follow-up-elapsed' | 'supplement-elapsed' | 'ended';

export type MessageEvent =
  | ({ type: 'submitted'; originId: string | null; clock: MessageClock } & Content)
  | { type: 'assigned'; officerId: string }
  | { type: 'claimed'; officerId: string }
  | { type: 'released'; noteId: string | null }
  | { type: 'handed-over'; officerId: string | null; centreId: string; noteId: string }
  | { type: 'reassigned'; officerId: string; noteId: string | null }
  | { type: 'replied'; textId: string; uploadIds: string[]; clock: MessageClock }
  | { type: 'asked-back'; textId: string; uploadIds: string[]; clock: MessageClock }
  | { type: 'supplemented'; textId: string; uploadIds: string[]; clock: MessageClock }
  | { type: 'followed-up'; textId: string; uploadIds: string[]; clock: MessageClock }
  | Recounted<MessageClock>
  | { type: 'warned'; purpose: MessagePurpose }
  | { type: 'escalated'; purpose: MessagePurpose }
  | { type: 'withdrawn' }
  | { type: 'converted'; orderId: string; merged: boolean }
  | { type: 'rated'; resolved: boolean; stars: number; textId: string | null }
  | { type: 'closed'; outcome: MessageOutcome; reasonId: string | null };
/** All event types, in the order of the life cycle. Each has words on every page. */
export const messageEventTypes = [
  'submitted',
  'assigned',
  'claimed',
  'released',
  'handed-over',
  'reassigned',
  'replied',
  'asked-back',
  'supplemented',
  'followed-up',
  'recounted',
  'warned',
  'escalated',
  'withdrawn',
  'converted',
  'rated',
  'closed',
] as const satisfies readonly MessageEvent['type'][];
export type RecordedMessageEvent = Recorded<MessageEvent>;

export interface MessageState extends CaseState {
  kind: 'message';
  status: MessageStatus;
  clock: MessageClock | null;
  reminder: Reminder;
  outcome: MessageOutcome | null;
  /** The work order that it became. */
  orderId: string | null;
}

/** Submission of a taxpayer as passed to the workflow: ids only. */
export interface MessageSubmission {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  identityId: string;
  reminder: Reminder;
  textId: string;
  uploadIds: string[];
  /** Case that it follows up. Absent in submissions of earlier versions. */
  originId?: string | null;
  /** Officer who leaves it on the taxpayer's behalf, and has it first. */
  officerId?: string | null;
}

/** Returns the state of a message before its first event. */
export function newMessage(submission: MessageSubmission, now: number): MessageState {
  const { textId: _text, uploadIds: _uploads, originId: _origin, officerId: _officer, ...rest } = submission;
  return {
    kind: 'message',
    ...rest,
    status: 'submitted',
    ...unopened(now),
    outcome: null,
    orderId: null,
  };
}

export const isOpen = (state: MessageState): boolean =>
  state.status !== 'closed' && state.status !== 'withdrawn' && state.status !== 'converted';

/** True when the allocation rule is to find an officer (D4). */
export const needsAllocation = (state: MessageState): boolean => state.status === 'submitted' && state.assigneeId === null;

/** Returns whose move it is. */
export const moveOf = (state: MessageState): Move => (state.status === 'submitted' || state.status === 'assigned' ? 'officer' : 'taxpayer');

/** Applies an event. It is deterministic, so every caller gets the same state. */
export function apply(state: MessageState, event: RecordedMessageEvent): MessageState {
  return { ...state, ...changeOf(state, event), version: event.version };
}

function changeOf(state: MessageState, event: RecordedMessageEvent): Partial<MessageState> {
  switch (event.type) {
    case 'submitted':
      return { status: 'submitted', clock: event.clock };
    case 'assigned':
    case 'claimed':
    case 'reassigned':
      return { ...holderAfter(state, event), ...(state.status === 'submitted' && { status: 'assigned' }) };
    case 'released':
      return { ...holderAfter(state, event), status: 'submitted' };
    case 'handed-over':
      return { ...holderAfter(state, event), status: event.officerId === null ? 'submitted' : 'assigned', centreId: event.centreId };
    case 'replied':
      return { status: 'replied', clock: event.clock, answeredAt: state.answeredAt ?? event.at };
    case 'asked-back':
      return { status: 'asked-back', clock: event.clock };
    case 'supplemented':
    case 'followed-up':
      return { status: state.assigneeId === null ? 'submitted' : 'assigned', clock: event.clock };
    case 'recounted':
      return { clock: event.clock };
    case 'warned':
    case 'escalated':
      return { clock: afterRing(state.clock, event.type) };
    case 'withdrawn':
      return { status: 'withdrawn', clock: null, closedAt: event.at };
    case 'converted':
      return { status: 'converted', clock: null, closedAt: event.at, orderId: event.orderId };
    case 'rated':
      return {};
    case 'closed':
      return { status: 'closed', clock: null, closedAt: event.at, outcome: event.outcome };
  }
}
