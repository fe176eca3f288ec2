import type { Client } from '@temporalio/client';
import { Worker, type NativeConnection, type WorkerPlugin } from '@temporalio/worker';

import {
  createBulkActivities,
  createCaseActivities,
  createGoingOnActivities,
  createHousekeepingActivities,
  createNoticeActivities,
  type ActivityDeps,
} from '../activities/index.ts';
import { noticeQueueOf } from '../workflows/contract.ts';

export interface WorkerDeps extends ActivityDeps {
  connection: NativeConnection;
  client: Client;
  /** The workflows, bundled ahead. */
  bundlePath: string;
  /** Tracing, when it is on; the bundle must have been made with the same. */
  plugins?: WorkerPlugin[];
}

/** Long enough for a transaction under way; SIGKILL comes after it. */
const graceMs = 4_000;

/**
 * The workers of one process: one for the cases, one for services outside, so that a slow gateway takes no slot from a case.
 * They are not started yet.
 */
export async function createWorkers(deps: WorkerDeps): Promise<Worker[]> {
  const common = {
    plugins: deps.plugins ?? [],
    connection: deps.connection,
    namespace: deps.client.options.namespace,
    shutdownGraceTime: graceMs,
  };
  return [
    await Worker.create({
      ...common,
      taskQueue: deps.taskQueue,
      workflowBundle: { codePath: deps.bundlePath },
      activities: {
        ...createCaseActivities(deps),
        ...createHousekeepingActivities(deps),
        ...createBulkActivities(deps),
        ...createGoingOnActivities(deps),
      },
      maxConcurrentActivityTaskExecutions: 40,
      maxConcurrentLocalActivityExecutions: 40,
    }),
    await Worker.create({
      ...common,
      taskQueue: noticeQueueOf(deps.taskQueue),
      activities: createNoticeActivities(deps),
      maxConcurrentActivityTaskExecutions: 20,
    }),
  ];
}
