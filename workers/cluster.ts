import { status } from '@grpc/grpc-js';
import { isGrpcServiceError, ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy, type Client } from '@temporalio/client';

import { chores, choreWorkflow, searchAttributes, type Chore } from '../workflows/contract.ts';

/** Histories of ended workflows stay this long on the server; the archive has them within minutes (design: 24 h is the default). */
const retentionSeconds = 30 * 24 * 3600;
/** Keyword, as Temporal numbers its types. */
const keyword = 2;

/**
 * Makes of a plain namespace one that our cases can live in. Safe to run by every worker at every start; what the operator of
 * a managed cluster does not let us set is reported, not fatal.
 * @param report gets the name of the step that was refused and why
 */
export async function prepareNamespace(client: Client, taskQueue: string, report: (step: string, error: unknown) => void): Promise<void> {
  const { namespace } = client.options;
  await tolerating('retention', report, () =>
    client.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: { seconds: retentionSeconds as never } },
    }),
  );
  await tolerating('search attributes', report, () =>
    client.connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(Object.values(searchAttributes).map((name) => [name, keyword])),
    }),
  );
  await tolerating('housekeeping', report, () => scheduleChores(client, taskQueue));
}

/** How often each chore is done, in minutes. */
const intervals: Record<Chore, number> = {
  foldBoard: 1,
  beginBulkRuns: 1,
  archiveHistories: 1,
  findContinuedRuns: 60,
  sweepUnadopted: 10,
  sweepExpired: 10,
  findStalled: 10,
  foldLooks: 5,
  makeAuditPartitions: 24 * 60,
};

async function scheduleChores(client: Client, taskQueue: string): Promise<void> {
  for (const chore of chores) await scheduleChore(client, taskQueue, chore);
  // All chores were one schedule's before; it goes once each has its own.
  await tolerateMissing(() => client.schedule.getHandle(`housekeeping-${taskQueue}`).delete());
}

async function scheduleChore(client: Client, taskQueue: string, chore: Chore): Promise<void> {
  const id = `housekeeping-${taskQueue}-${chore}`;
  try {
    await client.schedule.create({
      scheduleId: id,
      spec: { intervals: [{ every: intervals[chore] * 60_000 }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: {
        type: 'startWorkflow',
        workflowType: choreWorkflow,
        args: [chore],
        taskQueue,
        workflowId: id,
        workflowExecutionTimeout: '30m',
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}

async function tolerateMissing(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}

async function tolerating(step: string, report: (step: string, error: unknown) => void, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === status.ALREADY_EXISTS) return;
    report(step, error);
  }
}
