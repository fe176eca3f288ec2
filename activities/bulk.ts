import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Knex } from 'knex';
import pMap from 'p-map';

import { bulkRunOf, itemsLeft, markBulkRunFinished, markItem, unfinishedBulkRuns, type BulkItem, type BulkRun } from '../db/bulk.ts';
import { unfinishedBulkOpenings } from '../db/bulk-openings.ts';
import { keepTexts } from '../db/contents.ts';
import { recountFor } from '../db/recount.ts';
import { idFrom } from '../db/text-ids.ts';
import { bulkCommandTo } from '../domain/bulk.ts';
import type { RefusalCode } from '../domain/case.ts';
import {
  bulkOpenStart,
  bulkOpenWorkflow,
  bulkStart,
  bulkWorkflow,
  commandUpdate,
  workflowIdOf,
  type RecountCommand,
} from '../workflows/contract.ts';
import { clearBooking } from './bulk-clearing.ts';
import { refusalIn } from './refusal.ts';

const batch = 50;
/** More concurrent commands would only wait for each other in the database. */
const atOnce = 8;

/**
 * Bulk commands:
 * 1. Each case gets the command under the run's id as idempotency key, so a retry after a crash changes nothing.
 * 2. The outcome of a case is stored at once; only cases without an outcome are processed.
 * 3. A refusal is an outcome. Any other failure makes the batch retry.
 */
export function createBulk(knex: Knex, client: Client) {
  /**
   * The activity is named after the first bulk command because runs in progress know it by that name.
   * @returns true when cases may be left
   */
  async function reassignBatch(runId: string): Promise<boolean> {
    const run = await bulkRunOf(knex, runId);
    if (!run) throw ApplicationFailure.nonRetryable(`no run ${runId}`);
    const items = await itemsLeft(knex, runId, batch);
    await pMap(
      items,
      async (item) => {
        await markItem(knex, runId, item.caseId, await ask(run, item));
        heartbeat();
      },
      { concurrency: atOnce },
    );
    return items.length === batch;
  }

  /** @returns code of the refusal; null when the command was carried out */
  async function ask(run: BulkRun, item: BulkItem): Promise<string | null> {
    switch (run.command) {
      case 'reassign':
      case 'handOver': {
        const noteId = run.note === null ? null : idFrom([run.id, item.caseId]);
        if (noteId !== null && run.note !== null)
          await keepTexts(knex, { kind: 'officer', id: run.actorId }, item.caseId, [{ id: noteId, body: run.note }]);
        return await send(run, item, bulkCommandTo(item.kind, run.command, run.officerId, noteId));
      }
      case 'moveBooking':
      case 'cancelBooking':
        return await clearBooking(knex, run, item, (command) => send(run, item, command));
      case 'recount':
        return await recount(run, item);
    }
  }

  async function recount(run: BulkRun, item: BulkItem): Promise<string | null> {
    const needed = await recountFor(knex, run.regionId, item.caseId, Date.now());
    if (needed === null) return null;
    const command: RecountCommand = { type: 'recount', calendars: needed.calendars };
    return needed.found === 'uncountable' ? ('deadline-uncountable' satisfies RefusalCode) : await send(run, item, command);
  }

  async function send(run: BulkRun, { caseId, kind }: BulkItem, command: { type: string }): Promise<string | null> {
    const actor = { kind: 'officer' as const, id: run.actorId };
    try {
      const handle = client.workflow.getHandle(workflowIdOf(kind, caseId));
      // A stopping worker must not wait for a case whose workflow it may host itself.
      await client.withAbortSignal(cancellationSignal(), () =>
        handle.executeUpdate(commandUpdate(command.type), { updateId: run.id, args: [{ actor, command }] }),
      );
      return null;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'case-closed';
      return refusalIn(error);
    }
  }

  const finishBulk = (runId: string): Promise<void> => markBulkRunFinished(knex, runId);

  /** Starts runs that were stored while Temporal was unavailable; does nothing for runs that have started. */
  async function beginBulkRuns(): Promise<void> {
    const { taskQueue } = activityInfo();
    const begin = async (workflow: string, options: ReturnType<typeof bulkStart>): Promise<void> => {
      heartbeat();
      try {
        await client.workflow.start(workflow, { ...options, taskQueue });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    };
    for (const runId of await unfinishedBulkRuns(knex)) await begin(bulkWorkflow, bulkStart(runId));
    for (const runId of await unfinishedBulkOpenings(knex)) await begin(bulkOpenWorkflow, bulkOpenStart(runId));
  }

  return { reassignBatch, finishBulk, beginBulkRuns };
}
