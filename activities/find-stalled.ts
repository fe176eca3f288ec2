import { activityInfo, heartbeat } from '@temporalio/activity';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Knex } from 'knex';
import pMap from 'p-map';

import { clearStalled, keepPolicy, liveAfter } from '../db/going-on.ts';
import { Case } from '../db/models/index.ts';
import { markStalled } from '../db/projection.ts';
import type { CaseKind } from '../domain/case.ts';
import { standingQuery, workflowIdOf } from '../workflows/contract.ts';

const pageSize = 200;
/** Few enough at once that the server goes on with its work. */
const concurrency = 8;

/**
 * Walks through the cases that are to go on, and marks those whose workflow does not run, because somebody ended it from outside or the
 * server was restored to an earlier day. A mark that is wrong by now is taken away. It begins again where it was; cases that began
 * before policies were kept get theirs from their workflow.
 */
export const createFindStalled = ({ knex, client }: { knex: Knex; client: Client }) =>
  async function findStalled(): Promise<number> {
    let marked = 0;
    let after = (activityInfo().heartbeatDetails as string | undefined) ?? null;
    for (;;) {
      const page = await liveAfter(knex, after, pageSize);
      const last = page.at(-1);
      if (last === undefined) return marked;
      await pMap(
        page,
        async ({ id, kind, hasPolicy, stalledAs }) => {
          const runs = await isRunning(client, kind, id);
          if (!runs && stalledAs === null && (await isLiveStill(knex, id)) && (await markStalled(knex, id, 'workflow-gone'))) marked += 1;
          if (runs && stalledAs === 'workflow-gone') await clearStalled(knex, id);
          if (runs && !hasPolicy)
            await keepPolicy(knex, id, (await client.workflow.getHandle(workflowIdOf(kind, id)).query(standingQuery)).policy);
        },
        { concurrency },
      );
      after = last.id;
      heartbeat(after);
    }
  };

async function isRunning(client: Client, kind: CaseKind, id: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowIdOf(kind, id)).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** It may have ended while its page was looked through. */
const isLiveStill = async (knex: Knex, id: string): Promise<boolean> => (await Case.query(knex).findById(id).select('live'))?.live === true;
