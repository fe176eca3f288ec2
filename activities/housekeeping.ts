import { heartbeat } from '@temporalio/activity';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Knex } from 'knex';

import { closedWithoutHistory, storeHistory } from '../db/archive.ts';
import { workflowIdOf } from '../workflows/contract.ts';

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
        const { status, runId } = await handle.describe();
        // The image closes a moment before the workflow has ended: the next round gets it whole.
        if (status.name === 'RUNNING') continue;
        await storeHistory(knex, id, runId, historyToJSON(await handle.fetchHistory()));
        archived += 1;
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    }
    return archived;
  }

  const sweepUnadopted = (): Promise<number> => sweeps.unadopted(() => heartbeat());
  const sweepExpired = (): Promise<number> => sweeps.expired();

  return { archiveHistories, sweepUnadopted, sweepExpired };
}
