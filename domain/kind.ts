import type { Agenda } from './agenda.ts';
import type { Actor, CaseEvent, CaseKind, CaseState, Decision, Recorded, Refusal } from './case.ts';
import type { OwedNotice } from './notices.ts';
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

/** What one case has to say to another: a command that the other takes as a signal. */
export interface Tell {
  kind: CaseKind;
  id: string;
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
  readonly commandTypes: readonly T['command']['type'][];
  /** Those that other systems may send as signals, too. */
  readonly signals: Signals<T['command']>;
  /** A case before its first event. */
  begin(opening: T['opening'], now: number): T['state'];
  /** Who begins it, and the first events of every case of this kind. */
  opened(opening: T['opening'], policy: T['policy'], now: number): { actor: Actor; events: readonly T['event'][] };
  /** What follows from a command: events, or why not. */
  decide(state: T['state'], actor: Actor, command: T['command'], policy: T['policy'], now: number): Decision<T['event']>;
  /** The case that begins as a consequence of an accepted command. */
  follows?(command: T['command']): Follow | null;
  /** What another case has to hear of an event. */
  tells?(event: Recorded<T['event']>, state: T['state']): Tell | null;
  /** Whether an event may leave behind what was saved in a draft and is wanted no more. */
  leavesDraft?(event: T['event']): boolean;
  /** The state after an event; the same everywhere, whoever applies it. */
  apply(state: T['state'], event: Recorded<T['event']>): T['state'];
  /** What the passing of time brings; nothing when asked early. */
  onTime(state: T['state'], policy: T['policy'], now: number): readonly T['event'][];
  /** The deadlines that run for it now. */
  agenda(state: T['state']): Agenda;
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
  /** Whether the centre is to act next, or the taxpayer. */
  turnOf(state: T['state']): 'officer' | 'taxpayer';
  /** The notices that an event owes the taxpayer (H1, H4). */
  noticesFor(event: Recorded<T['event']>, state: T['state']): readonly OwedNotice[];
  /** What its events mean to reports (J3). */
  readonly signs: Signs<T['event']>;
  /** How it ended, to reports; null while it is open. */
  endingOf(state: T['state']): Ending | null;
}

/** A kind of which only is known that it is one. */
export type AnyKind = Kind<KindTypes>;
