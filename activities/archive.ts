import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import type { Knex } from 'knex';

import {
  dequeueRun,
  dueRuns,
  enqueueRuns,
  isArchived,
  lastRun,
  markRunFailed,
  markRunGone,
  postponeRun,
  storeHistory,
  type QueuedRun,
} from '../db/archive.ts';
import { caseKinds, type CaseKind } from '../domain/case.ts';
import { workflowIdOf, workflowTypeOf } from '../workflows/contract.ts';
import { withReason } from './database-reason.ts';
import { activityPulse, type Pulse } from './pulse.ts';

type History = proto.temporal.api.history.v1.IHistory;

const { EventType } = proto.temporal.api.enums.v1;
const { EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: wentOn } = EventType;
const ends = new Set([
  wentOn,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
]);

/** Maximum number of histories per round; the rest is due in the next round. */
const roundSize = 500;
/** Deadline of one request to the Temporal server, in milliseconds. A long history comes in several pages. */
const fetchDeadlineMs = 30_000;
/** Pause before a row is checked again. The workflow of an ended case keeps running while it owes a short message, for up to a day. */
const runningPauseSeconds = 60;
const pageSize = 500;

/**
 * Archive of histories beyond the retention of the Temporal server.
 *
 * 1. Every run of a case is archived: the last one when the case is over, an earlier one as soon as it was continued as new, because the
 *    server forgets it while the case goes on.
 * 2. A history that cannot be archived does not delay the others. Its row keeps the reason and is retried later.
 * 3. A history that is gone is marked, logged and reported by `verify`.
 * 4. When the Temporal server is unavailable, the round ends without marking a row.
 */
export function createArchive(knex: Knex, client: Client, pulse: Pulse = activityPulse) {
  /** @returns number of archived histories */
  async function archiveHistories(): Promise<number> {
    let archived = 0;
    let gone = 0;
    for (const run of await dueRuns(knex, roundSize)) {
      pulse.beat();
      const outcome = await archiveOne(run);
      archived += Number(outcome === 'archived');
      gone += Number(outcome === 'gone');
    }
    if (gone > 0) pulse.warn('histories are gone and cannot be archived', { count: gone });
    return archived;
  }

  async function archiveOne(run: QueuedRun): Promise<'archived' | 'gone' | 'running' | 'failed'> {
    try {
      const history = await fetchHistory(run);
      if (history === null) {
        await markRunGone(knex, run);
        return 'gone';
      }
      const { runId, end, startedAt, earlierRunId } = partsOf(history);
      if (runId === null || end === null) {
        await postponeRun(knex, run, runningPauseSeconds);
        return 'running';
      }
      await storeHistory(knex, run.caseId, { runId, startedAt, final: end !== wentOn, history: historyToJSON(history) });
      // Queue the earlier run before this row is deleted, so that a crash in between cannot lose it.
      if (earlierRunId !== null && !(await isArchived(knex, run.caseId, earlierRunId)))
        await enqueueRuns(knex, [{ caseId: run.caseId, runId: earlierRunId }]);
      await dequeueRun(knex, run);
      return 'archived';
    } catch (error) {
      // No history caused the outage.
      if (codeOf(error) === unavailable) throw error;
      await markRunFailed(knex, run, reasonOf(error));
      return 'failed';
    }
  }

  /** @returns null when the server does not have the history */
  async function fetchHistory({ kind, caseId, runId }: QueuedRun): Promise<History | null> {
    const handle = client.workflow.getHandle(workflowIdOf(kind, caseId), runId === lastRun ? undefined : runId);
    try {
      return await client.withDeadline(Date.now() + fetchDeadlineMs, () => handle.fetchHistory());
    } catch (error) {
      if (error instanceof WorkflowNotFoundError || codeOf(error) === notFound) return null;
      throw error;
    }
  }

  /**
   * Queues runs that were continued as new. They are rare, so every round checks all that the server still has.
   * @returns number of newly queued runs
   */
  async function findContinuedRuns(): Promise<number> {
    let found = 0;
    for (const kind of caseKinds) {
      let page: { caseId: string; runId: string }[] = [];
      for await (const run of continuedRuns(kind)) {
        page.push(run);
        if (page.length < pageSize) continue;
        pulse.beat();
        found += await enqueueRuns(knex, page);
        page = [];
      }
      found += await enqueueRuns(knex, page);
    }
    return found;
  }

  async function* continuedRuns(kind: CaseKind): AsyncGenerator<{ caseId: string; runId: string }> {
    const query = `WorkflowType = '${workflowTypeOf(kind)}' AND ExecutionStatus = 'ContinuedAsNew'`;
    for await (const { workflowId, runId } of client.workflow.list({ query, pageSize }))
      yield { caseId: workflowId.slice(workflowIdOf(kind, '').length), runId };
  }

  return { archiveHistories, findContinuedRuns };
}

interface Parts {
  runId: string | null;
  startedAt: Date;
  /** Type of the last event, when it ends the run. */
  end: proto.temporal.api.enums.v1.EventType | null;
  /** Id of the run that was continued as this one. */
  earlierRunId: string | null;
}

function partsOf({ events }: History): Parts {
  const [first, last] = [events?.[0], events?.at(-1)?.eventType];
  const started = first?.workflowExecutionStartedEventAttributes;
  return {
    runId: started?.originalExecutionRunId ?? null,
    // Precise to the millisecond, because it distinguishes runs of a case that start within the same second.
    startedAt: new Date(Number(first?.eventTime?.seconds ?? 0) * 1_000 + Math.floor((first?.eventTime?.nanos ?? 0) / 1_000_000)),
    end: last !== undefined && last !== null && ends.has(last) ? last : null,
    earlierRunId: started?.continuedExecutionRunId || null,
  };
}

/** gRPC codes. */
const [notFound, unavailable] = [5, 14];

/** gRPC code of a failed request to the server. */
function codeOf(error: unknown): number | null {
  const service = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(service) ? service.code : null;
}

function reasonOf(thrown: unknown): string {
  const error = withReason(thrown);
  return (error instanceof Error ? `${error.name}: ${error.message}` : typeof error).slice(0, 500);
}
