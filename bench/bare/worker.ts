import path from 'node:path';

import { bundleWorkflowCode, NativeConnection, Runtime, DefaultLogger, Worker } from '@temporalio/worker';
import type { Knex } from 'knex';

import { connect } from '../../db/connect.ts';

export const bareQueue = 'bench-bare';

const createActivities = (knex: Knex) => ({
  async writeRow(id: string, step: number): Promise<void> {
    await knex('bench_rows').insert({ id, step });
  },
});
export type BareActivities = ReturnType<typeof createActivities>;

/** The bare peer's worker, a process of its own as ours is. */
async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const knex = connect(process.env['DATABASE_URL'] ?? '', 20);
  const connection = await NativeConnection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(import.meta.dirname, 'workflow.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const worker = await Worker.create({
    connection,
    taskQueue: bareQueue,
    workflowBundle: { code },
    activities: createActivities(knex),
    maxConcurrentActivityTaskExecutions: 40,
  });
  const running = worker.run();
  process.send?.('ready');
  process.once('disconnect', () => worker.shutdown());
  await running;
  await knex.destroy();
  await connection.close();
}

if (import.meta.main) await main();
