import type { Agenda } from './agenda.ts';
import type { Actor, CaseEvent, CaseKind, CaseState, Decision, Recorded, Refusal } from './case.ts';
import type { EventRules } from './events.ts';
import type { NoticeTable, OwedNotice } from './notices.ts';
import type { Ending, Signs } from './report.ts';

/** The types that belong to one kind of case. */
export interface KindTypes {
  state: CaseState;
  command: { type: string };
  event: CaseEvent;
  /** What it begins with: ids only. */
  opening: { id: string; regionId: string; centreId: string };
  /** The times that govern it, fixed when it begins. */
  policy: unknown;
  /** What its deadlines may be for. */
  purpose: string;
  notices: NoticeTable;
  /** What an administrator says of each type, in versions; null where a type is a name alone. */
  definition: unknown;
  /** Whether its cases go through stages, as their type says. */
  staged: boolean;
}

/** What operators of the cluster read of a kind: in plain Chinese, without personal data. */
export interface OperatorWords<Status extends string = string, Event extends string = string, Purpose extends string = string> {
  readonly title: string;
  readonly status: Readonly<Record<Status, string>>;
  readonly event: Readonly<Record<Event, string>>;
  readonly purpose: Readonly<Record<Purpose, string>>;
}

/**
 * By type of command, what another system means by one that it sends: the parts that this version knows, for a newer one may send
 * more; null when a part is missing or of another shape, for it may be an older one's.
 */
export type Signals<C extends { type: string }> = { readonly [K in C['type']]?: (sent: Readonly<Record<string, unknown>>) => C | null };

/** A case that another one begins. */
export interface Follow {
  kind: CaseKind;
  opening: KindTypes['opening'];
  policy: unknown;
}

/** Who is to act next. */
export const moves = ['officer', 'taxpayer', 'nobody'] as const;
export type Move = (typeof moves)[number];

/** As what a person asks. */
export type Role = 'taxpayer' | 'agent' | 'supervisor';
export const officers: readonly Role[] = ['agent', 'supervisor'];
export const supervisors: readonly Role[] = ['supervisor'];
export const taxpayers: readonly Role[] = ['taxpayer'];
/** What is told by other cases or by Temporal, never asked by a person. */
export const nobody: readonly Role[] = [];

/** Who may ask something of a case: people of these roles, and only while nothing speaks against it. */
interface Right<S, P> {
  readonly who: readonly Role[];
  /** Why it is refused in this state, whatever the command holds: asked before `decide`, by the workflow and by every page. */
  unless?(state: S, actor: Actor, policy: P, now: number): Refusal | null;
}
export type Rights<T extends KindTypes> = { readonly [C in T['command']['type']]: Right<T['state'], T['policy']> };

/** What is begun from a case without being asked of it, under the name of the action: `sendForm`. */
export interface Beginning<S> {
  readonly kind: CaseKind;
  readonly who: readonly Role[];
  unless(state: S, actor: Actor): Refusal | null;
}

/** Another case. */
interface CaseRef {
  kind: CaseKind;
  id: string;
}

/** What one case has to say to another: a command that the other takes as a signal. */
export interface Tell extends CaseRef {
  command: { type: string };
}

/**
 * What a case may want of what PostgreSQL owns, and cannot simply have: by name, what it asks with and what it is granted. It is won
 * or lost in the transaction that writes the image.
 */
export interface Wants {
  /** An officer by the rule of assignment. */
  officer: { ask: Pick<CaseState, 'centreId' | 'typeId' | 'groupId' | 'releasedBy'>; grant: { officerId: string } };
}
export type WantName = keyof Wants;
export type Want = { [K in WantName]: { name: K; ask: Wants[K]['ask'] } }[WantName];

/** What follows when a want was lost: the case goes on without it, or whoever asked is refused and nothing has happened. */
type Lost = 'goes-on' | Refusal;

/** What a kind makes of one of its wants. */
interface GrantRule<T extends KindTypes, K extends WantName> {
  /** The type of the event that a grant becomes. */
  readonly event: T['event']['type'];
  granted(grant: Wants[K]['grant']): T['event'];
  lost(state: T['state']): Lost;
}

/**
 * The rules of one kind of case, to everything that carries a case without knowing its kind: the workflow, the projection, the
 * check of the image. All of them are pure; `now` is epoch milliseconds.
 */
export interface Kind<T extends KindTypes> {
  readonly name: CaseKind;
  /** The ninth digit of its numbers. */
  readonly digit: number;
  /** The name under which workers host its workflow: the name of a function in `workflows/index.ts`. */
  readonly workflowType: string;
  readonly words: OperatorWords<T['state']['status'], T['event']['type'], T['purpose']>;
  readonly statuses: readonly T['state']['status'][];
  readonly purposes: readonly T['purpose'][];
  /** Those by which its taxpayer has to do something: while such a time runs, what asks them for it stands in 待办提醒. */
  readonly asks: readonly T['purpose'][];
  /** Whether its cases go through stages, by which the supervisor's board counts them. */
  readonly staged: T['staged'];
  readonly commandTypes: readonly T['command']['type'][];
  /** Who may ask each of them. */
  readonly rights: Rights<T>;
  /** One command of each type that would do as things are, as this role would send it: by these is asked what is possible. */
  probes(state: T['state'], policy: T['policy'], role: Role): { readonly [C in T['command']['type']]: Extract<T['command'], { type: C }> };
  /** Those that other systems may send as signals, too. */
  readonly signals: Signals<T['command']>;
  /** A case before its first event. */
  begin(opening: T['opening'], now: number): T['state'];
  /** Who begins it. */
  openedBy(opening: T['opening']): Actor;
  /** The first events of every case of this kind. */
  opened(opening: T['opening'], policy: T['policy'], now: number): readonly T['event'][];
  /** What follows from a command: events, or why not. */
  decide(state: T['state'], actor: Actor, command: T['command'], policy: T['policy'], now: number): Decision<T['event']>;
  /** What a case whose workflow is over answers to a command; `rated` is whether it has been evaluated. */
  endedRefusal(state: T['state'], command: T['command'], rated: boolean): Refusal;
  /** The commands that many cases are given at once, as a case of this kind takes them. */
  readonly inBulk: {
    reassign(officerId: string, noteId: string | null): T['command'];
    handOver(officerId: string, noteId: string): T['command'];
  };
  /** With what it is given back of which the holder works here no longer: a command of the system's. */
  readonly givingBack: T['command'];
  /** What can be begun from it without a command to it. */
  readonly begins?: Readonly<Record<string, Beginning<T['state']>>>;
  /** The case that begins as a consequence of an accepted command. */
  follows?(command: T['command']): Follow | null;
  /** What another case has to hear of an event. */
  tells?(event: Recorded<T['event']>, state: T['state']): Tell | null;
  /** The case that it waits for, and which tells it when it ends; null while it waits for none. */
  awaits?(state: T['state']): CaseRef | null;
  /** The case that waits for it until it ends; null where none does. */
  awaitedBy?(state: T['state']): CaseRef | null;
  /** Whether an event may leave behind what was saved in a draft and is wanted no more. */
  leavesDraft?(event: T['event']): boolean;
  /** The state after an event; the same everywhere, whoever applies it. */
  apply(state: T['state'], event: Recorded<T['event']>): T['state'];
  /** What the passing of time brings; nothing when asked early. */
  onTime(state: T['state'], policy: T['policy'], now: number): readonly T['event'][];
  /** The deadlines that run for it now. */
  agenda(state: T['state']): Agenda<T['purpose']>;
  /** Whether anybody has something to do with it still: whether it stands in the worklist. */
  isOpen(state: T['state']): boolean;
  /** Whether its workflow goes on; an ended case may still wait for its rating. */
  isLive(state: T['state']): boolean;
  /** Whether it goes before others in every list. */
  isPressing(state: T['state']): boolean;
  /** What it wants as it stands; null when nothing. */
  wants(state: T['state']): Want | null;
  /** What follows from winning or losing each of its wants. */
  readonly grants: { readonly [K in WantName]?: GrantRule<T, K> };
  /** How an operator's cancellation of its workflow ends it; nothing for a case that has ended and only waits for its rating. */
  cancelled(state: T['state'], policy: T['policy'], now: number): readonly T['event'][];
  /** Whether somebody of the centre has a to-do of it now; again later if not at first. */
  hasTask(state: T['state']): boolean;
  /** Who is to act next; nobody while it only waits for a moment to come. */
  moveOf(state: T['state']): Move;
  /** The notices that an event owes the taxpayer (H1, H4). */
  noticesFor(event: Recorded<T['event']>, state: T['state']): readonly OwedNotice<keyof T['notices'] & string>[];
  readonly notices: T['notices'];
  /** Who is told what of its events, and what they name. */
  readonly events: EventRules<T['event']>;
  /** What its events mean to reports (J3). */
  readonly signs: Signs<T['event']>;
  /** How it ended, to reports; null while it is open. */
  endingOf(state: T['state']): Ending | null;
}

/** A kind of which only is known that it is one. */
export type AnyKind = Kind<KindTypes>;
