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

/** The most histories of one round: what is left is due in the next. */
const roundSize = 500;
/** The deadline of one request to the Temporal server, in milliseconds: a long history comes in several pages. */
const fetchDeadlineMs = 30_000;
/** An ended case may owe a short message for a day; until then its workflow runs. */
const runningPauseSeconds = 60;
const pageSize = 500;

/**
 * The archive of histories, kept beyond the retention of the Temporal server.
 *
 * 1. Every run of a case is archived: the last when the case is over, an earlier one as soon as it has gone on as a new one, for the
 *    server forgets it while the case goes on.
 * 2. A history that cannot be archived holds up no other: its row says why, and it is tried later.
 * 3. A history that is gone is marked, logged and told of by `verify`.
 * 4. While the Temporal server is away the round ends, and no row is marked for it.
 */
export function createArchive(knex: Knex, client: Client, pulse: Pulse = activityPulse) {
  /** @returns how many histories were archived */
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
      // Before this row goes: whatever happens in between, the earlier run is not forgotten.
      if (earlierRunId !== null && !(await isArchived(knex, run.caseId, earlierRunId)))
        await enqueueRuns(knex, [{ caseId: run.caseId, runId: earlierRunId }]);
      await dequeueRun(knex, run);
      return 'archived';
    } catch (error) {
      // No history is to blame for that.
      if (codeOf(error) === unavailable) throw error;
      await markRunFailed(knex, run, reasonOf(error));
      return 'failed';
    }
  }

  /** @returns null when the server does not have it */
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
   * Puts runs of cases that went on as new ones into the queue. They are rare, so that all that the server still has are looked
   * through each time.
   * @returns how many were found that nobody knew of
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
  /** The last event, when it ends the run. */
  end: proto.temporal.api.enums.v1.EventType | null;
  /** The run that went on as this one. */
  earlierRunId: string | null;
}

function partsOf({ events }: History): Parts {
  const [first, last] = [events?.[0], events?.at(-1)?.eventType];
  const started = first?.workflowExecutionStartedEventAttributes;
  return {
    runId: started?.originalExecutionRunId ?? null,
    // To the millisecond: runs of one case may begin within the same second, and are told apart by it.
    startedAt: new Date(Number(first?.eventTime?.seconds ?? 0) * 1_000 + Math.floor((first?.eventTime?.nanos ?? 0) / 1_000_000)),
    end: last !== undefined && last !== null && ends.has(last) ? last : null,
    earlierRunId: started?.continuedExecutionRunId || null,
  };
}

/** Codes of gRPC. */
const [notFound, unavailable] = [5, 14];

/** The code of gRPC with which the server, or the way to it, failed. */
function codeOf(error: unknown): number | null {
  const service = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(service) ? service.code : null;
}

function reasonOf(thrown: unknown): string {
  const error = withReason(thrown);
  return (error instanceof Error ? `${error.name}: ${error.message}` : typeof error).slice(0, 500);
}
