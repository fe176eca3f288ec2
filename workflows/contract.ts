/**
 * What the outside may say to a case's workflow: names, ids, updates, queries, task queues. Clients, workers and tests take
 * it from here; nothing else of a workflow is public.
 */
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type { Actor, CaseEvent, CaseKind, CaseState, Recorded } from '../domain/case.ts';
import type { KindTypes } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { isUuid } from '../domain/uuid.ts';

/** One queue for workflows and their short activities, by this name unless a deployment shares its namespace with others. */
export const defaultQueue = 'cases';
/** Services outside are slow at times and have a queue of their own beside it. */
export const noticeQueueOf = (caseQueue: string): string => `${caseQueue}-notices`;

/** The workflow of a case has the case's own id, which the client made: that is what makes submitting idempotent. */
export const workflowIdOf = (kind: CaseKind, caseId: string): string => `${kind}/${caseId}`;

/** The most updates and history events of one run before it goes on as a new one; the server allows 2,000 updates. */
export const runLimits: RunLimits = { updates: 1_500, historyEvents: 8_000 };
export interface RunLimits {
  updates: number;
  historyEvents: number;
}

export interface CommandEnvelope<C> {
  actor: Actor;
  command: C;
  /** An id that follows from what the command says. */
  contents?: string;
}

/** What a command comes to: enough for the writer to read its own write. */
export interface CommandResult {
  caseId: string;
  number: string;
  status: string;
  version: number;
  /**
   * Of the command that this is the answer to. The server answers whatever comes under the id of an update with that update's
   * outcome, be it another command: only so does who asks see that the key was used for something else.
   */
  contents?: string;
}

/** What a case's workflow is started with. */
export interface CaseInput<T extends KindTypes> {
  /** What it begins with; of one that goes on, only where it belongs is certain. */
  opening: T['opening'];
  policy: T['policy'];
  /** Smaller than `runLimits` where going on as new is to be seen. */
  limits?: RunLimits;
  /** Set when the run is the continuation of another. */
  carried?: Carried<T>;
}

/** What one run hands to the next. */
interface Carried<T extends KindTypes = KindTypes> {
  state: T['state'];
  number: string;
  /** The recent commands, so that each is carried out once. */
  handled: [key: string, result: CommandResult][];
  /** Whether short messages are still to be sent. */
  owesShortMessages?: boolean;
}

/** The name under which workers host the workflow of such a case. */
export const workflowTypeOf = (kind: CaseKind): string => kinds[kind].workflowType;

/** What operators of the cluster see a case called. */
export const summaryOf = (kind: CaseKind): string => kinds[kind].words.title;

/** One command to many cases has a workflow of its own, under the id of the run. */
export const bulkWorkflow = 'bulkReassign';
/** How a run begins, whoever lets it begin: once. */
export const bulkStart = (runId: string) => ({
  workflowId: `bulk/${runId}`,
  args: [runId],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
  staticSummary: '批量改派',
});

/** What nobody waits for; each chore has a schedule of its own, so that one that fails or is slow holds up no other. */
export const chores = [
  'foldBoard',
  'beginBulkRuns',
  'archiveHistories',
  'findContinuedRuns',
  'sweepUnadopted',
  'sweepExpired',
  'findStalled',
  'foldLooks',
  'makeAuditPartitions',
] as const;
export type Chore = (typeof chores)[number];
export const choreWorkflow = 'chore';
/** What letting a case go on came to. */
export type GoOnOutcome =
  /** Workflow and image agree, and it runs. */
  | 'runs'
  /** It has ended by its rules; nothing is to be done. */
  | 'over'
  | 'begun-anew'
  | 'written-again'
  /** The image lacks events that the workflow no longer knows one by one. */
  | 'events-unknown'
  /** Neither store knows by which policy it is to go on. */
  | 'policy-unknown'
  | 'nothing-known';

/** A case that cannot go on by itself is let go on by a workflow of its own, so that two supervisors do it once. */
export const goingOnWorkflow = 'goingOn';
export const goingOnStart = (caseId: string) => ({
  workflowId: `going-on/${caseId}`,
  args: [caseId] as [string],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  staticSummary: '恢复办理',
});

/** Answers with the first state once the image of the opening is written; sent together with the start. */
export const openUpdate = defineUpdate<CommandResult>('open');

/**
 * The id of the update that carries a person's command: their idempotency key, bound to them. Somebody else's command under the same key
 * is another command, and never gets the answer to this one.
 */
export const commandIdOf = (personId: string, key: string): string => `${personId}/${key}`;
/** The key that a person sent their command under; of what began a case, the case's id. */
export const keyOfCommand = (commandId: string): string => commandId.slice(commandId.indexOf('/') + 1);

/** One update a command, so that a history reads as what people did. */
export const commandUpdate = (type: string) => defineUpdate<CommandResult, [CommandEnvelope<{ type: string }>]>(type);

/**
 * A command as any other client of Temporal may send it, without waiting for an answer: a signal of the command's name. The same
 * `commandId` is carried out once.
 */
export interface Signalled extends CommandEnvelope<{ type: string }> {
  commandId: string;
}

export const commandSignal = (type: string) => defineSignal<[Signalled]>(type);

/** Other systems send what they like; whoever acts on it looks first. */
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

/** What a workflow knows of its case: all that is needed to write its image again, or to let it go on as another run. */
export interface Standing extends Carried {
  policy: unknown;
  /** The newest events, without gaps up to the state's version. */
  recent: Recorded<CaseEvent>[];
  /** Whether it has stopped because what it wrote contradicts what is kept. */
  stalled: boolean;
}

export const standingQuery = defineQuery<Standing>('standing');

/** How many of its newest events a workflow can write again. */
export const mostRecent = 200;

/** The type of the failure of a projection that contradicts what is kept; trying again is of no use. */
export const storeConflict = 'StoreConflict';

/** The type of the ApplicationFailure with which a rule refuses; its first detail is the `Refusal`. */
export const refusalFailure = 'Refusal';

/** Search attributes: where a case belongs when it begins, for operators of the cluster; never for our own lists. */
export const searchAttributes = { kind: 'CaseKind', region: 'RegionId', centre: 'CentreId' } as const;

/** Where a case belongs when it begins, as its search attributes. */
export const searchAttributesOf = (kind: CaseKind, { regionId, centreId }: { regionId: string; centreId: string }): TypedSearchAttributes =>
  new TypedSearchAttributes([
    { key: keyword(searchAttributes.kind), value: kind },
    { key: keyword(searchAttributes.region), value: regionId },
    { key: keyword(searchAttributes.centre), value: centreId },
  ]);

const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');
