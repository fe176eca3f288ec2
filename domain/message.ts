/**
 * 留言: a message that a taxpayer leaves for an operation centre, from 提交 to 办结 (rows D1–D5).
 *
 *   submitted ⇄ assigned ⇄ asked-back
 *                   ↓  ↑ (follow-up)
 *                replied → closed          withdrawn from submitted, assigned or asked-back before any answer
 *                                          converted (转工单) from assigned, asked-back or replied
 *
 * Rules:
 * 1. Whoever answers, asks back or hands over is the officer who holds the case (`holding.ts`).
 * 2. A taxpayer withdraws only while nobody has answered, follows up only on an answer, and rates once, which closes.
 * 3. While an answer is owed, the officer's clock runs in the centre's working time: at the policy's share of it a
 *    warning, at its end the escalation to the supervisor. While the taxpayer is asked, that clock stands still.
 * 4. A question back or an answer to which nothing comes within the policy's time closes the case.
 * 5. A matter that one answer does not settle becomes a work order, new or running already; the message ends with that, once.
 * 6. Nothing changes once the case is closed, withdrawn or converted.
 */
import { ringing, type Agenda } from './agenda.ts';
import type { Calendar } from './calendar.ts';
import {
  accept,
  refuse,
  unopened,
  type Actor,
  type CaseState,
  type Clock,
  type Decision,
  type Purpose,
  type Recorded,
  type Refusal,
} from './case.ts';
import { afterRing, clockFrom } from './clock.ts';
import { byHolder, claim, giveBack, holderAfter, holderFault, toAnother } from './holding.ts';
import type { Reminder } from './notices.ts';
import type { WorkOrderOpening, WorkOrderPolicy } from './work-order/order.ts';

export const messageStatuses = ['submitted', 'assigned', 'asked-back', 'replied', 'closed', 'withdrawn', 'converted'] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** What a person says: contents stay in PostgreSQL, a command names them. */
interface Content {
  textId: string;
  uploadIds: string[];
}

/** What people may ask of a message; web/api has the shapes in which it arrives. */
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

/** The work order that a message becomes; null where it joins one that runs already (并单). */
export interface OrderStart {
  opening: WorkOrderOpening;
  policy: WorkOrderPolicy;
}

/** The times that govern a message, all in working minutes of its centre, fixed when it is submitted. */
export interface MessagePolicy {
  calendar: Calendar;
  firstAnswerMinutes: number;
  answerMinutes: number;
  supplementMinutes: number;
  followUpMinutes: number;
  /** The share of the time after which a warning is given, 0.8 for 80 %. */
  warnShare: number;
}

type MessagePurpose = Extract<Purpose, 'first-answer' | 'answer' | 'supplement' | 'follow-up'>;

type MessageOutcome = 'rated' | 'follow-up-elapsed' | 'supplement-elapsed' | 'ended';

export type MessageEvent =
  | { type: 'submitted'; textId: string; uploadIds: string[]; clock: Clock }
  | { type: 'assigned'; officerId: string }
  | { type: 'claimed'; officerId: string }
  | { type: 'released'; noteId: string | null }
  | { type: 'handed-over'; officerId: string | null; centreId: string; noteId: string }
  | { type: 'reassigned'; officerId: string; noteId: string | null }
  | { type: 'replied'; textId: string; uploadIds: string[]; clock: Clock }
  | { type: 'asked-back'; textId: string; uploadIds: string[]; clock: Clock }
  | { type: 'supplemented'; textId: string; uploadIds: string[]; clock: Clock }
  | { type: 'followed-up'; textId: string; uploadIds: string[]; clock: Clock }
  | { type: 'warned'; purpose: Purpose }
  | { type: 'escalated'; purpose: Purpose }
  | { type: 'withdrawn' }
  | { type: 'converted'; orderId: string; merged: boolean }
  | { type: 'rated'; resolved: boolean; stars: number; textId: string | null }
  | { type: 'closed'; outcome: MessageOutcome; reasonId: string | null };
/** All kinds of event, in the order of a life: what has words on every page. */
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
  reminder: Reminder;
  outcome: MessageOutcome | null;
  /** The work order that it became. */
  orderId: string | null;
}

/** What a taxpayer hands in, as the workflow gets it: ids only. */
export interface MessageSubmission {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  identityId: string;
  reminder: Reminder;
  textId: string;
  uploadIds: string[];
}

/** A message before its first event. */
export function newMessage(submission: MessageSubmission, now: number): MessageState {
  const { textId: _text, uploadIds: _uploads, ...rest } = submission;
  return {
    kind: 'message',
    ...rest,
    status: 'submitted',
    ...unopened(now),
    outcome: null,
    orderId: null,
  };
}

/** The first event of every message. */
export function submitted(submission: MessageSubmission, policy: MessagePolicy, now: number): MessageEvent {
  const { textId, uploadIds } = submission;
  return { type: 'submitted', textId, uploadIds, clock: startClock(policy, 'first-answer', now) };
}

export const isOpen = (state: MessageState): boolean =>
  state.status !== 'closed' && state.status !== 'withdrawn' && state.status !== 'converted';

/** Whether somebody is to be found for it by rule (D4). */
export const needsAllocation = (state: MessageState): boolean => state.status === 'submitted' && state.assigneeId === null;

/** Whether the centre is to act next, or the taxpayer. */
export const turnOf = (state: MessageState): 'officer' | 'taxpayer' =>
  state.status === 'submitted' || state.status === 'assigned' ? 'officer' : 'taxpayer';

/**
 * What follows from a command (rules 1, 2, 5 and 6).
 * @param now epoch milliseconds; within a workflow, its own time
 */
export function decide(
  state: MessageState,
  actor: Actor,
  command: MessageCommand,
  policy: MessagePolicy,
  now: number,
): Decision<MessageEvent> {
  if (state.status === 'withdrawn') return refuse('case-withdrawn');
  if (state.status === 'converted') return refuse('already-converted', { orderId: state.orderId ?? '' });
  if (state.status === 'closed') return refuse(command.type === 'rate' && state.outcome === 'rated' ? 'already-rated' : 'case-closed');

  switch (command.type) {
    case 'claim':
      return claim(state, actor);
    case 'release':
      if (state.status !== 'assigned') return state.assigneeId === null ? refuse('not-assigned') : refuse('awaiting-taxpayer');
      return giveBack(state, actor, () => accept({ type: 'released', noteId: command.noteId }));
    case 'handOver':
      return handOver(state, actor, command);
    case 'reply':
      return byHolder(state, actor, () => accept({ type: 'replied', ...contentOf(command), clock: startClock(policy, 'follow-up', now) }));
    case 'askBack':
      if (state.status === 'asked-back' || state.status === 'replied') return refuse('awaiting-taxpayer');
      return byHolder(state, actor, () =>
        accept({ type: 'asked-back', ...contentOf(command), clock: startClock(policy, 'supplement', now) }),
      );
    case 'supplement':
      if (state.status !== 'asked-back') return refuse('not-asked-back');
      return accept({
        type: 'supplemented',
        ...contentOf(command),
        clock: startClock(policy, state.answeredAt === null ? 'first-answer' : 'answer', now),
      });
    case 'followUp':
      if (state.status !== 'replied') return refuse('not-answered-yet');
      return accept({ type: 'followed-up', ...contentOf(command), clock: startClock(policy, 'answer', now) });
    case 'withdraw':
      return state.answeredAt === null ? accept({ type: 'withdrawn' }) : refuse('already-answered');
    case 'rate':
      if (state.answeredAt === null) return refuse('not-answered-yet');
      return accept(
        { type: 'rated', resolved: command.resolved, stars: command.stars, textId: command.textId },
        { type: 'closed', outcome: 'rated', reasonId: null },
      );
    case 'convert':
      return byHolder(state, actor, () => accept({ type: 'converted', orderId: command.orderId, merged: command.order === null }));
    case 'reassign':
      return toAnother(state, command.officerId, () =>
        accept({ type: 'reassigned', officerId: command.officerId, noteId: command.noteId }),
      );
    case 'end':
      return accept({ type: 'closed', outcome: 'ended', reasonId: command.reasonId });
  }
}

const nobody = '00000000-0000-0000-0000-000000000000';
const nothing = { textId: nobody, uploadIds: [] };
/** One command of each type with contents that no rule looks at. */
const probes: { [K in MessageCommandType]: Extract<MessageCommand, { type: K }> } = {
  claim: { type: 'claim' },
  release: { type: 'release', noteId: null },
  handOver: { type: 'handOver', to: { officerId: nobody }, noteId: nobody },
  reply: { type: 'reply', ...nothing },
  askBack: { type: 'askBack', ...nothing },
  supplement: { type: 'supplement', ...nothing },
  followUp: { type: 'followUp', ...nothing },
  withdraw: { type: 'withdraw' },
  rate: { type: 'rate', resolved: true, stars: 5, textId: null },
  convert: { type: 'convert', orderId: nobody, order: null },
  reassign: { type: 'reassign', officerId: nobody, noteId: null },
  end: { type: 'end', reasonId: nobody },
};

/** All of them, in the order in which pages offer them. */
export const messageCommandTypes = Object.keys(probes) as MessageCommandType[];

/**
 * The commands that would be accepted from this person now: what a page may offer. It asks `decide` itself, so that what is
 * offered and what is accepted cannot part.
 */
export function possibleCommands(state: MessageState, actor: Actor, policy: MessagePolicy, now: number): MessageCommandType[] {
  return messageCommandTypes.filter((type) => decide(state, actor, probes[type], policy, now).ok);
}

/** The deadlines that run: one at most. */
export const agenda = (state: MessageState): Agenda => (isOpen(state) && state.clock !== null ? [state.clock] : []);

/** What the passing of time brings (rules 3 and 4); nothing when called early. */
export function onTime(state: MessageState, now: number): readonly MessageEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  const { purpose } = ring.clock;
  if (ring.says === 'warned') return [{ type: 'warned', purpose }];
  if (purpose === 'supplement' || purpose === 'follow-up') return [{ type: 'closed', outcome: `${purpose}-elapsed`, reasonId: null }];
  return [{ type: 'escalated', purpose }];
}

/**
 * Why no 业务办理服务确认单 can be sent from a 留言 by this officer; null when one can: by whoever handles it, or by anybody of its centre
 * when it is closed, for the matter may come up again.
 */
export function sendingFault(state: MessageState, actor: Actor): Refusal | null {
  if (state.status === 'withdrawn') return { code: 'case-withdrawn' };
  if (state.status === 'converted') return { code: 'already-converted', details: { orderId: state.orderId ?? '' } };
  return state.status === 'closed' ? null : holderFault(state, actor);
}

/** The state after an event; the same everywhere, whoever applies it. */
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

function handOver(state: MessageState, actor: Actor, command: Extract<MessageCommand, { type: 'handOver' }>): Decision<MessageEvent> {
  if (state.status !== 'assigned') return state.assigneeId === null ? refuse('not-assigned') : refuse('awaiting-taxpayer');
  const { to, noteId } = command;
  if ('officerId' in to) {
    const event: MessageEvent = { type: 'handed-over', officerId: to.officerId, centreId: state.centreId, noteId };
    return toAnother(state, to.officerId, () => byHolder(state, actor, () => accept(event)));
  }
  if (to.centreId === state.centreId) return refuse('same-centre');
  return byHolder(state, actor, () => accept({ type: 'handed-over', officerId: null, centreId: to.centreId, noteId }));
}

function startClock(policy: MessagePolicy, purpose: MessagePurpose, now: number): Clock {
  const minutes = {
    'first-answer': policy.firstAnswerMinutes,
    answer: policy.answerMinutes,
    supplement: policy.supplementMinutes,
    'follow-up': policy.followUpMinutes,
  }[purpose];
  // The end of the time to follow up is nobody's duty, so nobody is warned of it.
  return clockFrom(policy.calendar, purpose, now, minutes, purpose === 'follow-up' ? null : minutes * policy.warnShare);
}

const contentOf = ({ textId, uploadIds }: { textId: string; uploadIds: string[] }) => ({ textId, uploadIds });
