/** What all kinds of case share. Times are epoch milliseconds, ids are opaque: nothing here is personal data. */

export const caseKinds = ['message', 'work-order', 'service-form'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** Who did something. `system` is the case's own clock or the rule of assignment. */
export type Actor = { kind: 'taxpayer'; id: string } | { kind: 'officer'; id: string } | { kind: 'system' };

/** Somebody whose texts and files there are. */
export type Author = Exclude<Actor, { kind: 'system' }>;

export const system: Actor = { kind: 'system' };

/** The person's id; empty of the system, which is nobody. */
export const idOf = (actor: Actor): string => (actor.kind === 'system' ? '' : actor.id);

/** An event with its place in the story: versions of one case count from 1 without gaps. */
export type Recorded<E> = E & { version: number; at: number; actor: Actor };

/** What a rule says to a command: the events that follow from it, or why not. */
export type Decision<E> = { ok: true; events: readonly E[] } | { ok: false; refusal: Refusal };

/**
 * A deadline of a case: working time already turned into instants, so that applying it needs no calendar.
 * @typeParam P what it may be for, as its kind says
 */
export interface Clock<P extends string = string> {
  purpose: P;
  startedAt: number;
  /** When somebody is to be told that the time runs out; null when nobody is. */
  warnAt: number | null;
  dueAt: number;
  warned: boolean;
  escalated: boolean;
}

/** What the state of every kind of case has in common: of this its image, its to-do and the rule of assignment are made. */
export interface CaseState {
  kind: CaseKind;
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  identityId: string;
  assigneeId: string | null;
  status: string;
  version: number;
  openedAt: number;
  answeredAt: number | null;
  closedAt: number | null;
  clock: Clock | null;
  /** Who gave it back last: the rule of assignment passes over them. */
  releasedBy: string | null;
  /** Where it stands, for kinds with stages: the stage, the group that handles it, how often it was urged. */
  stageKey?: string;
  groupId?: string;
  urges?: number;
}

/** What every case has before its first event. */
export const unopened = (now: number) => ({
  version: 0,
  assigneeId: null,
  openedAt: now,
  answeredAt: null,
  closedAt: null,
  clock: null,
  releasedBy: null,
});

/** An event of any kind of case; what it holds, its kind knows (`events.ts`). */
export interface CaseEvent {
  type: string;
}

/** The assignment that the rule came to; an event of every kind that is allocated. */
export interface Assigned {
  type: 'assigned';
  officerId: string;
}

/** Gives events their places in the story. */
export function record<E extends object>(state: Pick<CaseState, 'version'>, events: readonly E[], actor: Actor, at: number): Recorded<E>[] {
  return events.map((event, i) => ({ ...event, version: state.version + 1 + i, at, actor }));
}

/**
 * Codes with which a rule of a case refuses a command. Stable: pages, the API and other systems rely on them;
 * each has a sentence in every language in the translations (`errors`).
 */
export const refusalCodes = [
  'case-closed',
  'case-withdrawn',
  'not-assignee',
  'already-claimed',
  'already-yours',
  'already-theirs',
  'not-assigned',
  'already-answered',
  'not-answered-yet',
  'not-asked-back',
  'awaiting-taxpayer',
  'same-centre',
  'already-rated',
  'already-converted',
  'order-completed',
  'order-terminated',
  'order-disputed',
  'order-not-disputed',
  'supervisor-decides',
  'supervisor-finishes',
  'own-dispatch',
  'last-stage',
  'stage-not-final',
  'stage-not-terminable',
  'move-not-allowed',
  'papers-missing',
  'paper-unknown',
  'paper-settled',
  'paper-empty',
  'paper-not-handed-in',
  'paper-replaced',
  'no-papers-asked',
  'reason-missing',
  'urge-limit',
  'not-ended-yet',
  'evaluation-over',
  'same-case',
  'order-awaits-form',
  'form-not-awaited',
  'form-submitted',
  'form-completed',
  'form-recalled',
  'form-expired',
  'papers-unjudged',
  'id-taken',
  'case-stalled',
  'command-lost',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal {
  code: RefusalCode;
  /** Ids that make the sentence precise, for example who holds the case. */
  details?: Record<string, string>;
}

/** Says no. */
export function refuse<E>(code: RefusalCode, details?: Record<string, string>): Decision<E> {
  return { ok: false, refusal: details ? { code, details } : { code } };
}

/** Says yes. */
export function accept<E>(...events: E[]): Decision<E> {
  return { ok: true, events };
}
