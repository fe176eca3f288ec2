import type { Agenda } from './agenda.ts';
import type { Calendars } from './calendar.ts';
import type { ChatStand, Heard, PassedOver, TransferCause } from './chat.ts';
import type { Actor, CaseEvent, CaseKind, CaseState, Decision, Recorded, Refusal } from './case.ts';
import type { EventRules } from './events.ts';
import type { NoticeTable, OwedNotice } from './notices.ts';
import type { Ending, Signs } from './report.ts';

/** Types of one kind of case. */
export interface KindTypes {
  state: CaseState;
  command: { type: string };
  event: CaseEvent;
  /** Data that a case begins with: ids only. */
  opening: { id: string; regionId: string; centreId: string };
  /** Time limits of a case, fixed when it begins. */
  policy: unknown;
  /** Purposes of its deadlines. */
  purpose: string;
  notices: NoticeTable;
  /** Definition of a type, versioned; null when a type is only a name. */
  definition: unknown;
  /** True when cases pass through stages that their type defines. */
  staged: boolean;
}

/** Chinese words for operators of the Temporal cluster, without personal data. */
export interface OperatorWords<Status extends string = string, Event extends string = string, Purpose extends string = string> {
  readonly title: string;
  readonly status: Readonly<Record<Status, string>>;
  readonly event: Readonly<Record<Event, string>>;
  readonly purpose: Readonly<Record<Purpose, string>>;
}

/**
 * Parsers of signalled commands, by command type. A parser takes only the fields that this version knows, because a newer sender may add
 * some. It returns null when a field is missing or malformed, as from an older sender.
 */
export type Signals<C extends { type: string }> = { readonly [K in C['type']]?: (sent: Readonly<Record<string, unknown>>) => C | null };

/** Case that is started by another one. */
export interface Follow {
  kind: CaseKind;
  opening: KindTypes['opening'];
  policy: unknown;
}

/** Party to act next. */
export const moves = ['officer', 'taxpayer', 'nobody'] as const;
export type Move = (typeof moves)[number];

/** Role in which a person sends a command. */
export type Role = 'taxpayer' | 'agent' | 'supervisor';
export const officers: readonly Role[] = ['agent', 'supervisor'];
export const supervisors: readonly Role[] = ['supervisor'];
export const taxpayers: readonly Role[] = ['taxpayer'];
/** For commands that only other cases or Temporal send. */
export const nobody: readonly Role[] = [];

/** Right to a command: the roles that have it, and the conditions under which it is refused. */
interface Right<S, P> {
  readonly who: readonly Role[];
  /** Refusal in this state, whatever the command contains. The workflow and every page check it before `decide`. */
  unless?(state: S, actor: Actor, policy: P, now: number): Refusal | null;
}
export type Rights<T extends KindTypes> = { readonly [C in T['command']['type']]: Right<T['state'], T['policy']> };

/** Actions by which a person starts a case from another one without a command to it. */
export const beginningNames = ['sendForm', 'openOrder', 'leaveMessage', 'invite'] as const;
export type BeginningName = (typeof beginningNames)[number];

/** Case that a person can start from this one without a command to it. */
interface Beginning<S> {
  readonly kind: CaseKind;
  readonly who: readonly Role[];
  unless(state: S, actor: Actor): Refusal | null;
}

export type Beginnings<S> = { readonly [N in BeginningName]?: Beginning<S> };

interface CaseRef {
  kind: CaseKind;
  id: string;
}

/** Command that one case signals to another. */
export interface Tell extends CaseRef {
  command: { type: string };
}

/**
 * Resources that PostgreSQL owns and a case may want: by name, the request and the grant. The transaction that writes the projection wins
 * the want or loses it.
 */
export interface Wants {
  /** Officer found by the allocation rule. */
  officer: { ask: Pick<CaseState, 'centreId' | 'typeId' | 'groupId' | 'releasedBy'>; grant: { officerId: string } };
  /** Free capacity of an officer who is present, for a case with a chat. */
  seat: { ask: SeatAsk; grant: { officerId: string } };
  /** Places in the calendar of a centre, all of them or none. */
  place: { ask: PlaceAsk; grant: { places: readonly Place[] } };
}

/** The places that become the case's own: held for its taxpayer, or proposed by the case from which it follows. */
interface PlaceAsk {
  caseId: string;
  regionId: string;
  centreId: string;
  identityId: string;
  placeIds: readonly string[];
  /** `held` for a case that only proposes them. */
  as: 'held' | 'booked';
}

/** Place in the calendar of a centre, from the start until before the end, in epoch milliseconds. */
export interface Place {
  placeId: string;
  startsAt: number;
  endsAt: number;
}

/** Whose turn it is in the queue, and who may take it. */
export interface SeatAsk {
  caseId: string;
  centreId: string;
  typeId: string;
  /** Epoch milliseconds. */
  since: number;
  rank: 0 | 1;
  passedOver: readonly PassedOver[];
  /** Group whose officers alone can take it; null for all who know its type. */
  groupId: string | null;
  /** Comes first among those who can take it now; null for nobody. */
  preferred: string | null;
  /** This officer and no other, wherever the case stands in the queue; null for anyone. */
  only: string | null;
}

export type WantName = keyof Wants;
export type Want = { [K in WantName]: { name: K; ask: Wants[K]['ask'] } }[WantName];

/** Consequence of a lost want: the case goes on without it, or the command is refused and nothing changes. */
type Lost = 'goes-on' | Refusal;

/** Rule of a kind for one of its wants. */
export interface GrantRule<T extends KindTypes, K extends WantName> {
  /** Types of the events that record the grant. */
  readonly events: readonly T['event']['type'][];
  granted(grant: Wants[K]['grant'], state: T['state'], now: number): T['event'];
  lost(state: T['state']): Lost;
}

interface Chat<T extends KindTypes> {
  standOf(state: T['state']): ChatStand;
  /** Command by which an officer is asked for, on the taxpayer's behalf. */
  request(cause: TransferCause): T['command'];
  /** Events that appear between the messages. Who sees such a line is ruled by `events`. */
  readonly lines: readonly T['event']['type'][];
}

/** How a kind's deadlines depend on calendars. */
export interface Recounting<T extends KindTypes> {
  /** Returns the calendars by which a case counts. */
  calendarsOf(state: T['state'], policy: T['policy']): Calendars;
  /** Returns the policy with other calendars of the same centres. */
  withCalendars(state: T['state'], policy: T['policy'], calendars: Calendars): T['policy'];
  /** Returns the centre by whose calendar the running deadline counts; null for the wall clock. */
  centreOf(state: T['state'], policy: T['policy']): string | null;
  /** Returns the instant at which a person has set the running deadline, in epoch milliseconds: no calendar moves it. Null without one. */
  fixedDue?(state: T['state'], policy: T['policy']): number | null;
}

/**
 * Contract of a kind of case for code that does not know the kind: the workflow, the projection, the verification. All functions are pure;
 * `now` is epoch milliseconds.
 */
export interface Kind<T extends KindTypes> {
  readonly name: CaseKind;
  /** Ninth digit of its case numbers. */
  readonly digit: number;
  /** Temporal workflow type: the name of a function exported by `workflows/index.ts`. */
  readonly workflowType: string;
  readonly words: OperatorWords<T['state']['status'], T['event']['type'], T['purpose']>;
  readonly statuses: readonly T['state']['status'][];
  readonly purposes: readonly T['purpose'][];
  /** Purposes that require the taxpayer to act. While such a deadline runs, the notice that asks them is in 待办提醒. */
  readonly asks: readonly T['purpose'][];
  /** True when cases pass through stages, by which the supervisor's board counts them. */
  readonly staged: T['staged'];
  /** True when its types have definitions, which administrators write; false when a type is only a name. */
  readonly defined: unknown extends T['definition'] ? boolean : T['definition'] extends null ? false : true;
  readonly commandTypes: readonly T['command']['type'][];
  /** Rights by command type. */
  readonly rights: Rights<T>;
  /** Sample commands, one per type, that this role could send in this state. `possible` tests them to find out what to offer. */
  probes(state: T['state'], policy: T['policy'], role: Role): { readonly [C in T['command']['type']]: Extract<T['command'], { type: C }> };
  /** Commands that other systems may send as signals. */
  readonly signals: Signals<T['command']>;
  /** Returns the state before the first event. */
  begin(opening: T['opening'], now: number): T['state'];
  /** Returns who begins a case. */
  openedBy(opening: T['opening']): Actor;
  /** Returns the first events of a new case. */
  opened(opening: T['opening'], policy: T['policy'], now: number): readonly T['event'][];
  /** Decides a command: events or a refusal. */
  decide(state: T['state'], actor: Actor, command: T['command'], policy: T['policy'], now: number): Decision<T['event']>;
  /** Returns the refusal of a command to a case whose workflow has ended. `rated` tells whether it has been evaluated. */
  endedRefusal(state: T['state'], command: T['command'], rated: boolean): Refusal;
  /** Builds this kind's form of the bulk commands. */
  readonly inBulk: {
    reassign(officerId: string, noteId: string | null): T['command'];
    handOver(officerId: string, noteId: string): T['command'];
  };
  /** System command that releases a case whose assignee no longer works here. */
  readonly givingBack: T['command'];
  /** Cases that a person can start from this one without a command to it. */
  readonly begins?: Beginnings<T['state']>;
  /** Returns the case that starts as a consequence of an accepted command. @param state before the command */
  follows?(command: T['command'], state: T['state'], policy: T['policy']): Follow | null;
  /** Returns the command to signal to another case after an event. */
  tells?(event: Recorded<T['event']>, state: T['state']): Tell | null;
  /** Returns the case that this one waits for, which signals its end; null while it waits for none. */
  awaits?(state: T['state']): CaseRef | null;
  /** Returns the case that waits for the end of this one; null when none does. */
  awaitedBy?(state: T['state']): CaseRef | null;
  /** True when the event may leave uploads or texts behind that the draft no longer references. */
  leavesDraft?(event: T['event']): boolean;
  /** Applies an event. It is deterministic, so every caller gets the same state. */
  apply(state: T['state'], event: Recorded<T['event']>): T['state'];
  /**
   * Returns the events of deadlines that are due; empty when called early.
   * @param heard last words in the chat, when `hears` asked for them; null when there are none
   */
  onTime(state: T['state'], policy: T['policy'], now: number, heard: Heard | null): readonly T['event'][];
  /** True when the deadline that is due is judged by the last words in the chat; absent for kinds without a chat. */
  hears?(state: T['state'], now: number): boolean;
  /** Returns the running deadlines. */
  agenda(state: T['state']): Agenda<T['purpose']>;
  /** How its deadlines are counted anew by corrected calendars; null for a kind that has none in working time. */
  readonly recounting: Recounting<T> | null;
  /** True while somebody has to act on the case. */
  isOpen(state: T['state']): boolean;
  /** True while its workflow runs. An ended case may still wait for its rating. */
  isLive(state: T['state']): boolean;
  /** True when the case sorts before others in every list. */
  isPressing(state: T['state']): boolean;
  /** Returns the resource that the case wants in this state; null for none. */
  wants(state: T['state']): Want | null;
  /** Handling of the wants by name. */
  readonly grants: { readonly [K in WantName]?: GrantRule<T, K> };
  /** Returns the places that belong to the case; its others are given back. Absent for kinds without places. */
  placesOf?(state: T['state']): readonly string[];
  /** Builds this kind's form of the commands that clear a closed time of its bookings; absent for kinds without places. */
  readonly clearing?: {
    /** Null for a kind whose places were proposed and wait for an answer: nobody moves them for the taxpayer. */
    readonly moveBooking: ((placeId: string) => T['command']) | null;
    cancelBooking(reasonId: string): T['command'];
  };
  /** Returns the events by which an operator's cancellation ends the case; empty for an ended case that only waits for its rating. */
  cancelled(state: T['state'], policy: T['policy'], now: number): readonly T['event'][];
  /** True while the centre has a to-do for the case. A to-do may disappear and come back, or appear late. */
  hasTask(state: T['state']): boolean;
  /** Returns whose move it is; `nobody` while the case only waits for an instant. */
  moveOf(state: T['state']): Move;
  /** Returns the notices that an event owes the taxpayer (H1, H4). */
  noticesFor(event: Recorded<T['event']>, state: T['state']): readonly OwedNotice<keyof T['notices'] & string>[];
  /** Returns the officer who has missed an offer by this event; they are set to away. Absent for kinds without offers. */
  missedBy?(event: Recorded<T['event']>): string | null;
  /** Chat of its cases; absent for kinds without one. */
  readonly chat?: Chat<T>;
  readonly notices: T['notices'];
  /** Audience of its events and the references in them. */
  readonly events: EventRules<T['event']>;
  /** Meaning of its events in reports (J3). */
  readonly signs: Signs<T['event']>;
  /** Returns the outcome for reports; null while the case is open. */
  endingOf(state: T['state']): Ending | null;
}

/** Any kind, with its types erased. */
export type AnyKind = Kind<KindTypes>;
