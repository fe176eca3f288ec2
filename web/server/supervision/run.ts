/** Reads a case's workflow: from the archive once it has ended, from the Temporal server until then. */
import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { optionalTsToDate } from '@temporalio/common/lib/time.js';
import type { Knex } from 'knex';

import { readHistory } from '../../../db/archive.ts';
import type { CaseKind } from '../../../domain/case.ts';
import { workflowIdOf } from '../../../workflows/contract.ts';
import type { WorkflowHistory } from '../../api/desk.ts';
import { Fault } from '../http/fault.ts';
import { eventsOf, type RawEvent } from './history-events.ts';
import { shortened } from './history-limits.ts';

export interface Run {
  workflowId: string;
  runId: string;
  /** Temporal's status, or ARCHIVED. */
  status: string;
  source: 'temporal' | 'archive';
  pending: WorkflowHistory['pending'];
  events: RawEvent[];
}

/** Time limit for the Temporal server, in milliseconds. */
const patienceMs = 4_000;
const grpcNotFound = 5;

/**
 * Reads the archive first: it is written once a case has ended, is complete, and needs no server.
 * @throws Fault `temporal-unavailable` when only the Temporal server has the history and does not answer
 */
export async function readRun(client: Client, knex: Knex, kind: CaseKind, caseId: string): Promise<Run> {
  const workflowId = workflowIdOf(kind, caseId);
  const archived = await readHistory(knex, caseId);
  if (archived)
    return { workflowId, runId: archived.run_id, status: 'ARCHIVED', source: 'archive', pending: [], events: eventsOf(archived.history) };
  try {
    return await client.withDeadline(Date.now() + patienceMs, () => liveRun(client, workflowId));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError)
      return { workflowId, runId: '', status: 'UNKNOWN', source: 'archive', pending: [], events: [] };
    throw unavailable(error);
  }
}

async function liveRun(client: Client, workflowId: string): Promise<Run> {
  const described = await client.workflow.getHandle(workflowId).describe();
  const history = await client.workflow.getHandle(workflowId, described.runId).fetchHistory();
  return {
    workflowId,
    runId: described.runId,
    status: described.status.name,
    source: 'temporal',
    pending: (described.raw.pendingActivities ?? []).map(pendingStep),
    events: eventsOf(JSON.parse(historyToJSON(history))),
  };
}

type PendingActivity = NonNullable<
  Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>['raw']['pendingActivities']
>[number];

const pendingStep = (activity: PendingActivity): Run['pending'][number] => ({
  activityId: activity.activityId ?? '',
  activity: activity.activityType?.name ?? '',
  attempt: activity.attempt ?? 1,
  failing: Boolean(activity.lastFailure),
  lastFailure: activity.lastFailure
    ? shortened([activity.lastFailure.message, activity.lastFailure.cause?.message].filter(Boolean).join(': '))
    : null,
  lastStartedAt: optionalTsToDate(activity.lastStartedTime)?.toISOString() ?? null,
  nextAttemptAt: optionalTsToDate(activity.nextAttemptScheduleTime)?.toISOString() ?? null,
});

/**
 * Retries a step at once that waits for its next attempt, and resets its attempts.
 * @throws Fault `not-found` when there is no such step any more, `temporal-unavailable`
 */
export async function retryNow(client: Client, kind: CaseKind, caseId: string, activityId: string): Promise<void> {
  const workflowId = workflowIdOf(kind, caseId);
  const { namespace, identity } = client.options;
  try {
    await client.withDeadline(Date.now() + patienceMs, async () => {
      const { runId } = await client.workflow.getHandle(workflowId).describe();
      await client.workflowService.resetActivity({ namespace, identity, execution: { workflowId, runId }, id: activityId });
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || isNotFound(error)) throw new Fault('not-found');
    throw unavailable(error);
  }
}

function isNotFound(error: unknown): boolean {
  if (!isGrpcServiceError(error)) return false;
  const code: number = error.code;
  return code === grpcNotFound;
}

/** Turns an outage into its fault; returns other errors unchanged. */
const unavailable = (error: unknown): unknown =>
  isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause)) ? new Fault('temporal-unavailable') : error;
