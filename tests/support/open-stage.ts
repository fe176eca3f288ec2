import { randomUUID } from 'node:crypto';

import { Client, Connection } from '@temporalio/client';
import type { OpenTelemetryPlugin } from '@temporalio/interceptors-opentelemetry';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Knex } from 'knex';

import { TemporalGateway } from '../../web/server/temporal/gateway.ts';
import { workflowBundle } from '../../workers/bundle.ts';
import { createWorkers } from '../../workers/create.ts';
import { populate, type People } from './people.ts';

/** Workers on a queue of their own, a peopled database, and the way into the workflows. */
export interface Stage {
  taskQueue: string;
  knex: Knex;
  client: Client;
  gateway: TemporalGateway;
  people: People;
  /** Also with other workflows than the product's, where a test is about a change of them. */
  startWorkers: (bundlePath?: string) => Promise<void>;
  stopWorkers: () => Promise<void>;
  close: () => Promise<void>;
}

/** Where bundles of tests are kept: made once for all test files. */
export const testBundle = (plugins: OpenTelemetryPlugin[] = []): Promise<string> =>
  workflowBundle('node_modules/.cache/zhengna-hudong', plugins);

/**
 * @param knex a migrated, empty database
 * @param address host:port of a Temporal server
 * @param plugins tracing, where a test is about it
 */
export async function openStage(knex: Knex, address: string, plugins: OpenTelemetryPlugin[] = []): Promise<Stage> {
  const taskQueue = `test-${randomUUID()}`;
  const [native, connection] = await Promise.all([NativeConnection.connect({ address }), Connection.connect({ address })]);
  const client = new Client({ connection, plugins });
  const productBundle = await testBundle(plugins);
  let running: { workers: Worker[]; done: Promise<unknown> } | null = null;

  const startWorkers = async (bundlePath = productBundle) => {
    const workers = await createWorkers({
      connection: native,
      client,
      knex,
      noticeKnex: knex,
      taskQueue,
      bundlePath,
      plugins,
      receiptUrl: 'http://127.0.0.1:9/receipts',
      openSecret: (_regionId, stored) => stored,
      sweeps: { unadopted: () => Promise.resolve(0), expired: () => Promise.resolve(0), recordings: () => Promise.resolve(0) },
    });
    running = { workers, done: Promise.all(workers.map((worker) => worker.run())) };
  };
  const stopWorkers = async () => {
    running?.workers.forEach((worker) => worker.shutdown());
    await running?.done;
    running = null;
  };
  const close = async () => {
    await stopWorkers();
    await native.close();
    await connection.close();
  };
  const people = await populate(knex);
  await startWorkers();
  return { taskQueue, knex, client, gateway: new TemporalGateway(client, taskQueue), people, startWorkers, stopWorkers, close };
}
