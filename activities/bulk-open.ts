import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Knex } from 'knex';
import pMap from 'p-map';

import {
  bulkOpeningOf,
  markBulkOpeningFinished,
  markOpening,
  openingsLeft,
  type BulkOpening,
  type OpeningItem,
} from '../db/bulk-openings.ts';
import { keepOfficerForm } from '../db/case-forms.ts';
import { holdOnDays } from '../db/slots/on-days.ts';
import { idFrom } from '../db/text-ids.ts';
import type { RefusalCode } from '../domain/case.ts';
import type { KindTypes } from '../domain/kind.ts';
import { caseStart, openUpdate, workflowIdOf, workflowTypeOf, type CaseInput, type CommandResult } from '../workflows/contract.ts';
import { refusalIn } from './refusal.ts';
import { isRunning } from './running.ts';

const batch = 50;
/** More at once would only wait for each other: they take places of the same centre. */
const atOnce = 4;

/**
 * Bulk openings:
 * 1. The id of each case follows from run and taxpayer, so a retry after a crash begins no second one.
 * 2. Each case gets the earliest free places of the chosen days. Who finds none is told as an outcome; nobody waits for a place.
 * 3. The outcome of a case is stored at once; only taxpayers without an outcome are processed.
 */
export function createBulkOpen(knex: Knex, client: Client, taskQueue: string) {
  /** @returns true when taxpayers may be left */
  async function openBatch(runId: string): Promise<boolean> {
    const run = await bulkOpeningOf(knex, runId);
    if (!run) throw ApplicationFailure.nonRetryable(`no run ${runId}`);
    const items = await openingsLeft(knex, runId, batch);
    await pMap(
      items,
      async (item) => {
        await markOpening(knex, runId, item.position, await open(run, item));
        heartbeat();
      },
      { concurrency: atOnce },
    );
    return items.length === batch;
  }

  /** @returns code of the refusal; null when the case has begun */
  async function open(run: BulkOpening, item: OpeningItem): Promise<RefusalCode | null> {
    if (await hasBegun(item.caseId)) return null;
    // One that an earlier try has started keeps the places it was started with.
    const running = await isRunning(client, run.kind, item.caseId);
    const opening = running ? null : await openingOf(run, item);
    if (!running && opening === null) return 'no-place-on-days';
    try {
      // A stopping worker must not wait for a case whose workflow it may host itself.
      await client.withAbortSignal(cancellationSignal(), () =>
        opening === null
          ? client.workflow.getHandle(workflowIdOf(run.kind, item.caseId)).executeUpdate(openUpdate, { updateId: item.caseId })
          : begin(run, opening),
      );
      return null;
    } catch (error) {
      // A case that did not win its places has ended without a row.
      if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError)
        return (await hasBegun(item.caseId)) ? null : 'slot-taken';
      return refusalIn(error);
    }
  }

  const hasBegun = async (caseId: string): Promise<boolean> =>
    (await knex('cases').where({ id: caseId }).first<object | undefined>('id')) !== undefined;

  /** Holds places and stores the text. @returns null when no place is free */
  async function openingOf(run: BulkOpening, { identityId, caseId }: OpeningItem): Promise<KindTypes['opening'] | null> {
    const { centreId, regionId, actorId: officerId, opening, days, placesEach: count } = run;
    const request = { identityId, centreId, typeId: opening.typeId, now: Date.now(), form: `many-${caseId}` };
    const places = await holdOnDays(knex, request, { days, count });
    if (places.length === 0) return null;
    const textId = idFrom([run.id, caseId, run.body]);
    const form = { caseId, identityId, officerId, originId: null, fields: {}, text: { id: textId, body: run.body } };
    const reminder = await keepOfficerForm(knex, form);
    if (reminder === undefined) throw ApplicationFailure.nonRetryable(`the id ${caseId} has another form`);
    const own = { id: caseId, identityId, placeIds: places.map(({ placeId }) => placeId), textId, reminder };
    return { ...opening, regionId, centreId, ...own };
  }

  function begin({ kind, policy }: BulkOpening, opening: KindTypes['opening']): Promise<CommandResult> {
    const start = new WithStartWorkflowOperation<(input: CaseInput<KindTypes>) => Promise<void>>(workflowTypeOf(kind), {
      ...caseStart<KindTypes>(kind, opening, policy),
      taskQueue,
    });
    return client.workflow.executeUpdateWithStart(openUpdate, { startWorkflowOperation: start, updateId: opening.id });
  }

  const finishOpening = (runId: string): Promise<void> => markBulkOpeningFinished(knex, runId);

  return { openBatch, finishOpening };
}
