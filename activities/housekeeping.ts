import { heartbeat } from '@temporalio/activity';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import type { Knex } from 'knex';

import { closedWithoutHistory, storeHistory } from '../db/archive.ts';
import { foldBoard as fold } from '../db/board-counts.ts';
import { workflowIdOf } from '../workflows/contract.ts';

type History = proto.temporal.api.history.v1.IHistory;

const { EventType } = proto.temporal.api.enums.v1;
const ends = new Set([
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
]);

/** The removal of what nobody needs any more, by the parts that keep it. */
export interface Sweeps {
  unadopted: (heartbeat: () => void) => Promise<number>;
  expired: () => Promise<number>;
}

export function createHousekeeping(knex: Knex, client: Client, sweeps: Sweeps) {
  /** Keeps the histories of closed cases beyond the retention of the Temporal server. */
  async function archiveHistories(): Promise<number> {
    let archived = 0;
    for (const { id, kind } of await closedWithoutHistory(knex, 500)) {
      heartbeat();
      const handle = client.workflow.getHandle(workflowIdOf(kind, id));
      try {
        const history = await handle.fetchHistory();
        const runId = runOf(history);
        // The image closes a moment before the workflow has ended: the next round gets it whole.
        if (runId === null || !isWhole(history)) continue;
        await storeHistory(knex, id, runId, historyToJSON(history));
        archived += 1;
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    }
    return archived;
  }

  const sweepUnadopted = (): Promise<number> => sweeps.unadopted(() => heartbeat());
  const sweepExpired = (): Promise<number> => sweeps.expired();

  /** Keeps few the changes that the supervisor's board has to add up. */
  const foldBoard = (): Promise<number> => fold(knex);

  return { archiveHistories, sweepUnadopted, sweepExpired, foldBoard };
}

const runOf = ({ events }: History): string | null => events?.[0]?.workflowExecutionStartedEventAttributes?.originalExecutionRunId ?? null;

/** Whether the last event is the run's end. */
function isWhole({ events }: History): boolean {
  const last = events?.at(-1)?.eventType;
  return last !== undefined && last !== null && ends.has(last);
}
