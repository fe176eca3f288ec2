import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import pMap from 'p-map';

import { clearStalled, keepPolicy, liveAfter } from '../db/going-on.ts';
import { Case } from '../db/models/index.ts';
import { markStalled } from '../db/projection.ts';
import { standingQuery, workflowIdOf } from '../workflows/contract.ts';
import { isRunning } from './running.ts';

const pageSize = 200;
/** Low enough to leave the server capacity for its other work. */
const concurrency = 8;

/**
 * Scans the live cases and marks those whose workflow does not run, because it was terminated from outside or the server was restored from
 * an older backup. Outdated marks are cleared. A retry continues at the last heartbeat. Cases older than stored policies get theirs from
 * their workflow.
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

/** The case may have ended while its page was processed. */
const isLiveStill = async (knex: Knex, id: string): Promise<boolean> => (await Case.query(knex).findById(id).select('live'))?.live === true;
