import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { status } from '@grpc/grpc-js';
import {
  isGrpcServiceError,
  ServiceError,
  WorkflowFailedError,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';

import { idOf, system, type Actor, type CaseKind, type Refusal } from '../../../domain/case.ts';
import type { Kind, KindTypes } from '../../../domain/kind.ts';
import {
  bulkOpenStart,
  bulkOpenWorkflow,
  bulkStart,
  bulkWorkflow,
  caseStart,
  commandIdOf,
  commandSignal,
  commandUpdate,
  goingOnStart,
  goingOnWorkflow,
  openUpdate,
  refusalFailure,
  workflowIdOf,
  workflowTypeOf,
  type CaseInput,
  type CommandResult,
  type GoOnOutcome,
} from '../../../workflows/contract.ts';
import { Turns, TurnTooLate } from './turns.ts';

/** Outcome of a command. `taken` is durable too; only its image is late. */
export type Outcome = { kind: 'done'; result: CommandResult } | { kind: 'refused'; refusal: Refusal } | { kind: 'taken' };

/** Nothing was decided; the caller may safely retry with the same key. */
export class Unavailable extends Error {
  readonly part: 'temporal' | 'worker';
  constructor(part: 'temporal' | 'worker', cause: unknown) {
    super(`${part} is unavailable`, { cause });
    this.part = part;
  }
}

/** The workflow has ended; the image has the result. */
export class CaseEnded extends Error {}

/** No answer within the time limit. */
class PatienceOver extends Error {}

export interface CaseGateway {
  open<T extends KindTypes>(kind: Kind<T>, opening: T['opening'], policy: T['policy']): Promise<Outcome>;
  /** Waits for the first result of a case that was begun elsewhere. */
  opened(kind: CaseKind, caseId: string): Promise<Outcome>;
  /** Starts the workflow of a stored bulk run; repeating the call has no effect. */
  startBulk(runId: string): Promise<void>;
  /** The same for a stored run that begins a case for many taxpayers. */
  startBulkOpening(runId: string): Promise<void>;
  command(kind: CaseKind, caseId: string, key: string, actor: Actor, command: { type: string }, contents?: string): Promise<Outcome>;
  /**
   * Signals a command of the system to a case, without waiting for a result. A case whose workflow has ended ignores it.
   * @throws Unavailable
   */
  tell(kind: CaseKind, caseId: string, command: { type: string }): Promise<void>;
  /**
   * Returns the outcome of a command as its workflow knows it; `unknown` when it does not.
   * @param updateId id of the command (`commandIdOf`), or of what began the case
   * @throws Unavailable
   */
  outcomeOf(kind: CaseKind, caseId: string, updateId: string): Promise<Outcome | 'unknown'>;
  /**
   * Resumes a stalled case; repeating the call has no effect.
   * @throws Unavailable
   */
  goOn(caseId: string): Promise<GoOnOutcome>;
  /**
   * Makes a running case end by its own rules.
   * @throws Unavailable
   */
  cancel(kind: CaseKind, caseId: string): Promise<void>;
}

const accepted = proto.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED;

/** Time limit for an answer, in milliseconds; after it the answer is 202, or an error that says what to do. */
const patienceMs = 4_000;
const probeMs = 750;
/** Time limit for a case to be resumed, in milliseconds: a worker may have to replay it. */
const goOnMs = 15_000;

/**
 * Number of commands that one process has under way in one case, and how long the others wait for their turn. The server refuses more than
 * ten at once in a workflow, and its client then tries again ever more slowly.
 */
const commandsAtOnce = 4;
const turnMs = 15_000;

/** Access to the workflows: sends commands as updates and maps their outcomes. */
export class TemporalGateway implements CaseGateway {
  readonly #client: Client;
  readonly #taskQueue: string;
  readonly #turns = new Turns(commandsAtOnce, turnMs);

  constructor(client: Client, taskQueue: string) {
    this.#client = client;
    this.#taskQueue = taskQueue;
  }

  /**
   * Starts the case and waits for its number. Repeating the call finds the started case and returns the same answer.
   * @throws Unavailable when it is not certain that the case has begun
   * @throws CaseEnded when a case with this id has already ended
   */
  async open<T extends KindTypes>(kind: Kind<T>, opening: T['opening'], policy: T['policy']): Promise<Outcome> {
    // A policy from which no deadline can be computed must not start a workflow.
    kind.opened(opening, policy, Date.now());
    const options = caseStart<T>(kind.name, opening, policy);
    const start = new WithStartWorkflowOperation<(input: CaseInput<T>) => Promise<void>>(workflowTypeOf(kind.name), {
      ...options,
      taskQueue: this.#taskQueue,
    });
    return await this.#outcome(
      () => this.#client.workflow.executeUpdateWithStart(openUpdate, { startWorkflowOperation: start, updateId: opening.id }),
      () => this.#begun(options.workflowId),
    );
  }

  async opened(kind: CaseKind, caseId: string): Promise<Outcome> {
    const workflowId = workflowIdOf(kind, caseId);
    return await this.#outcome(
      () => this.#client.workflow.getHandle(workflowId).executeUpdate(openUpdate, { updateId: caseId }),
      () => this.#begun(workflowId),
    );
  }

  async startBulk(runId: string): Promise<void> {
    await this.#startRun(bulkWorkflow, bulkStart(runId));
  }

  async startBulkOpening(runId: string): Promise<void> {
    await this.#startRun(bulkOpenWorkflow, bulkOpenStart(runId));
  }

  async #startRun(workflow: string, options: ReturnType<typeof bulkStart>): Promise<void> {
    try {
      await this.#within(patienceMs, () => this.#client.workflow.start(workflow, { ...options, taskQueue: this.#taskQueue }));
    } catch (error) {
      if (isAlreadyStarted(error)) return;
      throw error instanceof PatienceOver || isGrpcServiceError(error) || isConnectionTrouble(error)
        ? new Unavailable('temporal', error)
        : error;
    }
  }

  /**
   * Sends a command to a running case.
   * @param key the client's idempotency key: a person's command with the same key is carried out once
   * @param contents returned with the result; the result has other contents when the key was used for something else
   */
  async command(kind: CaseKind, caseId: string, key: string, actor: Actor, command: { type: string }, contents?: string): Promise<Outcome> {
    const workflowId = workflowIdOf(kind, caseId);
    const handle = this.#client.workflow.getHandle(workflowId);
    const updateId = commandIdOf(idOf(actor), key);
    const send = (): Promise<Outcome> =>
      this.#outcome(
        () =>
          handle.executeUpdate(commandUpdate(command.type), {
            args: [{ actor, command, ...(contents !== undefined && { contents }) }],
            updateId,
          }),
        () => this.#standing(workflowId, updateId),
      );
    try {
      return await this.#turns.take(workflowId, send);
    } catch (error) {
      throw error instanceof TurnTooLate ? new Unavailable('worker', error) : error;
    }
  }

  async outcomeOf(kind: CaseKind, caseId: string, updateId: string): Promise<Outcome | 'unknown'> {
    try {
      return (await this.#within(patienceMs, () => this.#poll(workflowIdOf(kind, caseId), updateId))) ?? 'unknown';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError || isGrpc(error, 'NOT_FOUND')) return 'unknown';
      throw isSilence(error) ? new Unavailable('temporal', error) : error;
    }
  }

  async goOn(caseId: string): Promise<GoOnOutcome> {
    try {
      return await this.#within(goOnMs, () =>
        this.#client.workflow.execute<(caseId: string) => Promise<GoOnOutcome>>(goingOnWorkflow, {
          ...goingOnStart(caseId),
          taskQueue: this.#taskQueue,
        }),
      );
    } catch (error) {
      if (!isSilence(error) && !(error instanceof WorkflowFailedError)) throw error;
      throw new Unavailable((await this.#answers()) ? 'worker' : 'temporal', error);
    }
  }

  async tell(kind: CaseKind, caseId: string, command: { type: string }): Promise<void> {
    const told = { commandId: randomUUID(), actor: system, command };
    try {
      const handle = this.#client.workflow.getHandle(workflowIdOf(kind, caseId));
      await this.#within(patienceMs, () => handle.signal(commandSignal(command.type), told));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return;
      throw isSilence(error) ? new Unavailable('temporal', error) : error;
    }
  }

  async cancel(kind: CaseKind, caseId: string): Promise<void> {
    try {
      await this.#within(patienceMs, () => this.#client.workflow.getHandle(workflowIdOf(kind, caseId)).cancel());
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return;
      throw isSilence(error) ? new Unavailable('temporal', error) : error;
    }
  }

  /** @param look returns what is known when no answer came in time; null when nothing is durable */
  async #outcome(ask: () => Promise<CommandResult>, look: () => Promise<Outcome | null>): Promise<Outcome> {
    try {
      return { kind: 'done', result: await this.#within(patienceMs, ask) };
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return { kind: 'refused', refusal: refusalOf(error) };
      if (error instanceof WorkflowNotFoundError) throw new CaseEnded('the case has ended', { cause: error });
      if (isAlreadyStarted(error)) throw new CaseEnded('the case has ended', { cause: error });
      if (
        error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
        isGrpc(error, 'DEADLINE_EXCEEDED') ||
        error instanceof PatienceOver
      ) {
        const standing = await look();
        if (standing !== null) return standing;
        throw new Unavailable((await this.#answers()) ? 'worker' : 'temporal', error);
      }
      if (isGrpcServiceError(error) || isConnectionTrouble(error)) throw new Unavailable('temporal', error);
      throw error;
    }
  }

  /**
   * An update that is only admitted is lost with the server; from `accepted` on it is in the history. A rejected update has that stage,
   * too, with its outcome.
   */
  async #poll(workflowId: string, updateId: string): Promise<Outcome | null> {
    const { stage, outcome } = await this.#client.workflowService.pollWorkflowExecutionUpdate({
      namespace: this.#client.options.namespace,
      updateRef: { workflowExecution: { workflowId }, updateId },
      identity: this.#client.options.identity,
      waitPolicy: { lifecycleStage: accepted },
    });
    if (!outcome) return stage >= accepted ? { kind: 'taken' } : null;
    try {
      return { kind: 'done', result: await this.#client.workflow.getHandle(workflowId).getUpdateHandle<CommandResult>(updateId).result() };
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return { kind: 'refused', refusal: refusalOf(error) };
      throw error;
    }
  }

  #standing(workflowId: string, updateId: string): Promise<Outcome | null> {
    return this.#probe(() => this.#poll(workflowId, updateId));
  }

  #begun(workflowId: string): Promise<Outcome | null> {
    return this.#probe(async () => {
      const { status: name } = await this.#client.workflow.getHandle(workflowId).describe();
      return name.name === 'RUNNING' ? { kind: 'taken' } : null;
    });
  }

  async #answers(): Promise<boolean> {
    return (await this.#probe(() => this.#client.workflowService.getSystemInfo({}))) !== null;
  }

  /** The client's deadline ends an attempt but not the pause before the next one; this time limit ends both. */
  async #within<T>(ms: number, ask: () => Promise<T>): Promise<T> {
    const answered = new AbortController();
    const asked = this.#client.withDeadline(Date.now() + ms, ask).finally(() => answered.abort());
    const tooLate = sleep(ms + 50, undefined, { signal: answered.signal }).then(
      () => Promise.reject(new PatienceOver()),
      () => asked,
    );
    return await Promise.race([asked, tooLate]);
  }

  async #probe<T>(ask: () => Promise<T>): Promise<T | null> {
    try {
      return await this.#within(probeMs, ask);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError || isSilence(error)) return null;
      throw error;
    }
  }
}

/** True when the result is not known: the server did not answer, or not in time. */
const isSilence = (error: unknown): boolean =>
  isGrpcServiceError(error) ||
  error instanceof ServiceError ||
  error instanceof PatienceOver ||
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;

function refusalOf(error: WorkflowUpdateFailedError): Refusal {
  const { cause } = error;
  if (cause instanceof ApplicationFailure && cause.type === refusalFailure && isRefusal(cause.details?.[0])) return cause.details[0];
  throw error;
}

const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'code' in value;

const isGrpc = (error: unknown, code: 'ALREADY_EXISTS' | 'DEADLINE_EXCEEDED' | 'NOT_FOUND'): boolean =>
  isGrpcServiceError(error) && error.code === status[code];
const isAlreadyStarted = (error: unknown): boolean =>
  (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') || isGrpc(error, 'ALREADY_EXISTS');
const isConnectionTrouble = (error: unknown): boolean => error instanceof Error && isGrpcServiceError(error.cause);
