/**
 * What the outside may say to a case's workflow: names, ids, updates, queries, task queues. Clients, workers and tests take
 * it from here; nothing else of a workflow is public.
 */
import { defineQuery, defineUpdate } from '@temporalio/workflow';

import type { Actor, CaseKind } from '../domain/case.ts';
import type {
  MessageCommand,
  MessageCommandType,
  MessagePolicy,
  MessageState,
  MessageStatus,
  MessageSubmission,
} from '../domain/message.ts';

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
}

/** What a command comes to: enough for the writer to read its own write. */
export interface CommandResult {
  caseId: string;
  number: string;
  status: MessageStatus;
  version: number;
}

export interface MessageInput {
  submission: MessageSubmission;
  policy: MessagePolicy;
  /** Smaller than `runLimits` where going on as new is to be seen. */
  limits?: RunLimits;
  /** Set when the run is the continuation of another. */
  carried?: { state: MessageState; number: string; handled: [key: string, result: CommandResult][] };
}

export const messageWorkflow = 'message';

/** Answers with the first state once the image of the submission is written; sent together with the start. */
export const submitUpdate = defineUpdate<CommandResult>('submit');

/** One update a command, so that a history reads as what people did. The update's id is the command's idempotency key. */
export const messageUpdate = (type: MessageCommandType) => defineUpdate<CommandResult, [CommandEnvelope<MessageCommand>]>(type);

export const stateQuery = defineQuery<MessageState>('state');

/** The type of the ApplicationFailure with which a rule refuses; its first detail is the `Refusal`. */
export const refusalFailure = 'Refusal';

/** Search attributes: where a case belongs when it begins, for operators of the cluster; never for our own lists. */
export const searchAttributes = { kind: 'CaseKind', region: 'RegionId', centre: 'CentreId' } as const;
