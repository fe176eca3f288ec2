/** Types that all kinds of case share. Times are epoch milliseconds. Ids are opaque and contain no personal data. */

export const caseKinds = ['message', 'work-order', 'service-form', 'conversation', 'appointment', 'invitation'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** Originator of an event. `system` stands for the case's own deadlines and for the allocation rule. */
export type Actor = { kind: 'taxpayer'; id: string } | { kind: 'officer'; id: string } | { kind: 'system' };

/** Somebody whose texts and files there are. */
export type Author = Exclude<Actor, { kind: 'system' }>;

export const system: Actor = { kind: 'system' };

/** Returns the person's id; empty for the system. */
export const idOf = (actor: Actor): string => (actor.kind === 'system' ? '' : actor.id);

/** Event in the case's event log. Versions of one case count from 1 without gaps. */
export type Recorded<E> = E & { version: number; at: number; actor: Actor };

/** Result of a rule for a command: the events that follow, or the refusal. */
export type Decision<E> = { ok: true; events: readonly E[] } | { ok: false; refusal: Refusal };

/**
 * Deadline of a case. Working time is already converted into instants, so applying it needs no calendar.
 * @typeParam P purposes of the kind
 */
export interface Clock<P extends string = string> {
  purpose: P;
  startedAt: number;
  /** Instant of the warning; null when nobody is warned. */
  warnAt: number | null;
  dueAt: number;
  warned: boolean;
  escalated: boolean;
}

/** State that all kinds have in common. The projection, the to-do and the allocation rule use only this. */
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
  /** Officer who released the case last; the allocation rule skips them. */
  releasedBy: string | null;
  /** Stage, handling group and number of urges; only for kinds with stages. */
  stageKey?: string;
  groupId?: string;
  urges?: number;
}

/** Initial values before the first event. */
export const unopened = (now: number) => ({
  version: 0,
  assigneeId: null,
  openedAt: now,
  answeredAt: null,
  closedAt: null,
  clock: null,
  releasedBy: null,
});

/** Event of any kind of case. Its fields are defined by the kind (`events.ts`). */
export interface CaseEvent {
  type: string;
}

/** Assignment by the allocation rule; an event of every kind that is allocated. */
export interface Assigned {
  type: 'assigned';
  officerId: string;
}

/** Numbers events by version and adds actor and time. */
export function record<E extends object>(state: Pick<CaseState, 'version'>, events: readonly E[], actor: Actor, at: number): Recorded<E>[] {
  return events.map((event, i) => ({ ...event, version: state.version + 1 + i, at, actor }));
}

/**
 * Refusal codes of case rules. They are stable, because pages, the API and other systems rely on them. Each has a sentence in every
 * language in the translations (`errors`).
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
  'send-back-limit',
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
  'already-waiting',
  'already-connected',
  'already-in-front',
  'already-joined',
  'not-joined',
  'not-waiting',
  'not-offered',
  'not-connected',
  'out-of-hours',
  'no-officer-free',
  'capacity-reached',
  'call-running',
  'call-over',
  'call-not-invited',
  'call-not-connected',
  'recording-off',
  'recording-running',
  'recording-over',
  'slot-taken',
  'no-place-on-days',
  'no-free-place',
  'places-proposed',
  'closure-lifted',
  'deadline-uncountable',
  'not-countered',
  'already-countered',
  'already-accepted',
  'invitation-withdrawn',
  'same-place',
  'appointment-begun',
  'cancel-too-late',
  'too-early',
  'already-there',
  'taxpayer-absent',
  'officer-not-late',
  'not-started',
  'not-missed',
  'not-failed',
  'not-appealed',
  'already-appealed',
  'appeal-over',
  'id-taken',
  'case-stalled',
  'command-lost',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal {
  code: RefusalCode;
  /** Ids for the sentence, for example of the officer who holds the case. */
  details?: Record<string, string>;
}

/** Creates a decision that refuses. */
export function refuse<E>(code: RefusalCode, details?: Record<string, string>): Decision<E> {
  return { ok: false, refusal: details ? { code, details } : { code } };
}

/** Creates a decision that accepts. */
export function accept<E>(...events: E[]): Decision<E> {
  return { ok: true, events };
}
