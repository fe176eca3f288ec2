import type { Client } from '@temporalio/client';
import { Worker, type NativeConnection, type WorkerPlugin } from '@temporalio/worker';

import {
  createBulkActivities,
  createBulkOpenActivities,
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
  /** Path of the prebuilt workflow bundle. */
  bundlePath: string;
  /** Tracing, when it is on; the bundle must have been built with the same plugins. */
  plugins?: WorkerPlugin[];
}

/** Milliseconds for a running transaction to finish before SIGKILL. */
const graceMs = 4_000;

/**
 * Creates the workers of a process: one for cases, one for external services, so that a slow gateway takes no activity slot from a case.
 * They are not started.
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
        ...createBulkOpenActivities(deps),
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
