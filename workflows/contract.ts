/**
 * Public contract of the case workflows: names, ids, updates, queries, task queues. Clients, workers and tests import only this file;
 * everything else in a workflow is private.
 */
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type { Calendars } from '../domain/calendar.ts';
import type { Actor, CaseEvent, CaseKind, CaseState, Recorded } from '../domain/case.ts';
import type { KindTypes } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { isUuid } from '../domain/uuid.ts';

/** Default task queue for workflows and their short activities. A deployment that shares its Temporal namespace sets another name. */
export const defaultQueue = 'cases';
/** Task queue for calls to external services. It is separate because these are slow at times. */
export const noticeQueueOf = (caseQueue: string): string => `${caseQueue}-notices`;

/** Workflow id of a case, built from the case id that the client generated. This makes submitting idempotent. */
export const workflowIdOf = (kind: CaseKind, caseId: string): string => `${kind}/${caseId}`;

/** Limits of one run before continue-as-new. The server allows 2,000 updates. */
export const runLimits: RunLimits = { updates: 1_500, historyEvents: 8_000 };
export interface RunLimits {
  updates: number;
  historyEvents: number;
}

export interface CommandEnvelope<C> {
  actor: Actor;
  command: C;
  /** Id derived from the command's content (`idFrom`). */
  contents?: string;
}

/** Result of a command: enough for the writer to read its own write. */
export interface CommandResult {
  caseId: string;
  number: string;
  status: string;
  version: number;
  /**
   * Content id of the command that this result answers. The server returns the stored outcome for any update with a known id, even for a
   * different command. The caller compares the ids to detect a reused key.
   */
  contents?: string;
}

/** Input of a case workflow. */
export interface CaseInput<T extends KindTypes> {
  /** Opening of the case. After continue-as-new only the fields that say where it belongs are reliable. */
  opening: T['opening'];
  policy: T['policy'];
  /** Lower limits than `runLimits`, to test continue-as-new. */
  limits?: RunLimits;
  /** Set when the run is the continuation of another. */
  carried?: Carried<T>;
}

/** State passed from one run to the next by continue-as-new. */
interface Carried<T extends KindTypes = KindTypes> {
  state: T['state'];
  number: string;
  /** Results of recent commands by key, so that each command runs once. */
  handled: [key: string, result: CommandResult][];
  /** True while short messages are still to be sent. */
  owesShortMessages?: boolean;
}

/** Temporal workflow type of a kind. */
export const workflowTypeOf = (kind: CaseKind): string => kinds[kind].workflowType;

/** Workflow summary shown to operators of the Temporal cluster. */
export const summaryOf = (kind: CaseKind): string => kinds[kind].words.title;

/** A bulk command runs in its own workflow; the workflow id contains the run's id. */
export const bulkWorkflow = 'bulkReassign';
/** Start options of a bulk run. The workflow id makes sure that it starts once, whoever starts it. */
export const bulkStart = (runId: string) => ({
  workflowId: `bulk/${runId}`,
  args: [runId],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
  staticSummary: '批量改派',
});

/** The same case begun for many taxpayers, in a workflow of its own. */
export const bulkOpenWorkflow = 'bulkOpen';
export const bulkOpenStart = (runId: string) => ({
  workflowId: `bulk-open/${runId}`,
  args: [runId],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
  staticSummary: '批量发起',
});

/** Background housekeeping. Each chore has its own schedule, so that a slow or failing one does not delay the others. */
export const chores = [
  'foldBoard',
  'beginBulkRuns',
  'archiveHistories',
  'findContinuedRuns',
  'sweepUnadopted',
  'sweepExpired',
  'sweepRecordings',
  'findStalled',
  'foldLooks',
  'makeAuditPartitions',
  'makeChatPartitions',
] as const;
export type Chore = (typeof chores)[number];
export const choreWorkflow = 'chore';
/** Outcome of resuming a stalled case. */
export type GoOnOutcome =
  /** Workflow and projection agree, and the workflow is running. */
  | 'runs'
  /** The case has ended by its rules; there is nothing to do. */
  | 'over'
  | 'begun-anew'
  | 'written-again'
  /** The projection lacks events that the workflow no longer holds. */
  | 'events-unknown'
  /** Neither Temporal nor PostgreSQL holds the policy of the case. */
  | 'policy-unknown'
  | 'nothing-known';

/** A stalled case is resumed by a workflow of its own, so that two supervisors resume it only once. */
export const goingOnWorkflow = 'goingOn';
export const goingOnStart = (caseId: string) => ({
  workflowId: `going-on/${caseId}`,
  args: [caseId] as [string],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  staticSummary: '恢复办理',
});

/** Command to a case of any kind to count its deadline anew by corrected calendars. */
export interface RecountCommand {
  type: 'recount';
  calendars: Calendars;
}
export const recountUpdate = defineUpdate<CommandResult, [CommandEnvelope<RecountCommand>]>('recount');

/** Returns the first state once the opening is projected. Sent as update-with-start. */
export const openUpdate = defineUpdate<CommandResult>('open');

/**
 * Update id of a person's command: their idempotency key, prefixed with their id. The same key sent by another person is a different
 * command and never receives this one's result.
 */
export const commandIdOf = (personId: string, key: string): string => `${personId}/${key}`;

/**
 * The id under which a case remembers a command, whichever way it came: as an update, whose id is bound to the person already, as a signal
 * of another system, or as an update of an earlier version, whose id was the key alone.
 */
export const rememberedAs = (personId: string, id: string): string => (id.startsWith(`${personId}/`) ? id : commandIdOf(personId, id));
/** Returns the idempotency key in an update id; for a command that began a case, the case's id. */
export const keyOfCommand = (commandId: string): string => commandId.slice(commandId.indexOf('/') + 1);

/** One update per command, so that the history shows what people did. */
export const commandUpdate = (type: string) => defineUpdate<CommandResult, [CommandEnvelope<{ type: string }>]>(type);

/**
 * Command sent as a signal by another Temporal client, without waiting for a result. The signal has the command's name. Commands with the
 * same `commandId` run once.
 */
export interface Signalled extends CommandEnvelope<{ type: string }> {
  commandId: string;
}

export const commandSignal = (type: string) => defineSignal<[Signalled]>(type);

/** Tells a case that what it wants may be granted now. */
export const seekSignal = commandSignal('seek');

/** Validates a signal's payload, which other systems control. */
export function isSignalled(value: unknown): value is Signalled {
  if (typeof value !== 'object' || value === null || !('commandId' in value && 'actor' in value && 'command' in value)) return false;
  const { commandId, actor, command } = value;
  return typeof commandId === 'string' && commandId !== '' && isActor(actor) && hasText(command, 'type');
}

const isActor = (value: unknown): value is Actor =>
  hasText(value, 'kind') &&
  (value.kind === 'system' || ((value.kind === 'taxpayer' || value.kind === 'officer') && hasText(value, 'id') && isUuid(value.id)));

const hasText = <K extends string>(value: unknown, key: K): value is Record<K, string> =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[key] === 'string';

export const stateQuery = defineQuery<CaseState>('state');

/** Snapshot of what a workflow knows of its case: enough to write the projection again or to start another run. */
export interface Standing extends Carried {
  policy: unknown;
  /** Most recent events, without gaps, up to the state's version. */
  recent: Recorded<CaseEvent>[];
  /** True when the case is stalled because its events contradict the stored ones. */
  stalled: boolean;
}

export const standingQuery = defineQuery<Standing>('standing');

/** Number of recent events that a workflow keeps to write again. */
export const mostRecent = 200;

/** Failure type of a projection that contradicts the stored events; not retryable. */
export const storeConflict = 'StoreConflict';

/** The type of the ApplicationFailure with which a rule refuses; its first detail is the `Refusal`. */
export const refusalFailure = 'Refusal';

/** Search attributes: where a case belongs when it begins. For operators of the cluster only; our worklists never use them. */
export const searchAttributes = { kind: 'CaseKind', region: 'RegionId', centre: 'CentreId' } as const;

/** Search attributes of a new case. */
export const searchAttributesOf = (kind: CaseKind, { regionId, centreId }: { regionId: string; centreId: string }): TypedSearchAttributes =>
  new TypedSearchAttributes([
    { key: keyword(searchAttributes.kind), value: kind },
    { key: keyword(searchAttributes.region), value: regionId },
    { key: keyword(searchAttributes.centre), value: centreId },
  ]);

const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');

/** Start options of a case. The workflow id makes sure that it begins once, and that one that has ended does not begin again. */
export const caseStart = <T extends KindTypes>(kind: CaseKind, opening: T['opening'], policy: T['policy']) => ({
  workflowId: workflowIdOf(kind, opening.id),
  args: [{ opening, policy }] as [CaseInput<T>],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
  typedSearchAttributes: searchAttributesOf(kind, opening),
  staticSummary: summaryOf(kind),
});
