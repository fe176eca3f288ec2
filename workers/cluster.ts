import { status } from '@grpc/grpc-js';
import { isGrpcServiceError, ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy, type Client } from '@temporalio/client';

import { chores, choreWorkflow, searchAttributes, type Chore } from '../workflows/contract.ts';

/** Retention of ended workflows on the server. The archive stores their histories within minutes (the server's default is 24 h). */
const retentionSeconds = 30 * 24 * 3600;
/** Temporal's number of the type Keyword. */
const keyword = 2;

/**
 * Prepares a namespace for our cases: retention, search attributes, schedules. Every worker may run it at every start. A step that a
 * managed cluster refuses is reported and not fatal.
 * @param report receives the refused step and the error
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

/** Interval of each chore, in minutes. */
const intervals: Record<Chore, number> = {
  foldBoard: 1,
  beginBulkRuns: 1,
  archiveHistories: 1,
  findContinuedRuns: 60,
  sweepUnadopted: 10,
  sweepExpired: 10,
  sweepRecordings: 60,
  findStalled: 10,
  foldLooks: 5,
  makeAuditPartitions: 24 * 60,
  makeChatPartitions: 24 * 60,
};

async function scheduleChores(client: Client, taskQueue: string): Promise<void> {
  for (const chore of chores) await scheduleChore(client, taskQueue, chore);
  // An earlier version had one schedule for all chores. It is deleted once each chore has its own.
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
