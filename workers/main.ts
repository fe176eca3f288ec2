import path from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';

import { connect, timeLimits } from '../db/connect.ts';
import { checkServer } from '../db/migrate.ts';
import { workerEnvironment } from '../runtime/environment.ts';
import { createFolderStore } from '../runtime/file-store.ts';
import { announceReady, onStop, runProcess } from '../runtime/lifecycle.ts';
import { createLog } from '../runtime/log.ts';
import { createMetrics, serveMetrics } from '../runtime/metrics.ts';
import { postgresAt, reach, temporalAt } from '../runtime/reach.ts';
import { gatewaySecretPlace, Secrets } from '../runtime/secrets.ts';
import { connectionOptions } from '../runtime/temporal.ts';
import { startTracing } from '../runtime/tracing.ts';
import { defaultQueue } from '../workflows/contract.ts';
import { caseAnnouncer } from './announce.ts';
import { workflowBundle } from './bundle.ts';
import { prepareNamespace } from './cluster.ts';
import { createWorkers } from './create.ts';
import { bridgeLog } from './log.ts';
import { watchQueues } from './queue-watch.ts';
import { createSweeps } from './sweeps.ts';

runProcess(async () => {
  const environment = workerEnvironment(process.env);
  const log = createLog('worker', environment.logLevel);
  Runtime.install({ logger: bridgeLog(log), shutdownSignals: [] });

  const options = connectionOptions(environment.temporal);
  const { namespace } = environment.temporal;
  const [native, connection] = await reach(temporalAt(environment.temporal.address), () =>
    Promise.all([NativeConnection.connect(options), Connection.connect(options)]),
  );
  const tracing = environment.otlpEndpoint === undefined ? null : startTracing('worker', environment.otlpEndpoint);
  const plugins = tracing ? [tracing.plugin] : [];
  const client = new Client({ connection, namespace, plugins });
  const knex = connect(environment.databaseUrl, 20, timeLimits.worker);
  await reach(postgresAt(environment.databaseUrl), () => checkServer(knex));
  // Enough for all concurrent messages, because none holds a connection during its call.
  const noticeKnex = connect(environment.databaseUrl, 4, timeLimits.worker);
  await prepareNamespace(client, defaultQueue, (step, error) => log.warn({ step, err: error }, 'the namespace was left as it is'));

  // Load the bucket's library only when a bucket is configured.
  const files = environment.objectStore
    ? (await import('../runtime/object-store.ts')).createBucketStore(environment.objectStore)
    : createFolderStore(path.join(environment.dataDir, 'files'));
  const announcer =
    environment.redisUrl === undefined ? null : await caseAnnouncer(environment.redisUrl, (error) => log.warn({ err: error }, 'trouble'));
  const secrets = new Secrets(environment.appSecret, environment.earlierAppSecret);
  const workers = await createWorkers({
    connection: native,
    client,
    knex,
    noticeKnex,
    ...(announcer && { announce: announcer.announce }),
    taskQueue: defaultQueue,
    bundlePath: await workflowBundle(path.join(environment.dataDir, 'cache'), plugins),
    plugins,
    receiptUrl: `${environment.publicUrl ?? 'http://127.0.0.1:8080'}/api/sms/receipts`,
    openSecret: (regionId, stored) => secrets.open(gatewaySecretPlace(regionId), stored),
    sweeps: createSweeps(knex, (id) => files.remove(id)),
  });
  const polling = Promise.all(workers.map((worker) => worker.run()));
  const stopWatching = watchQueues(knex, client, (error) => log.warn({ err: error }, 'the queues wait for the next round'));

  const closeMetrics = environment.metricsPort
    ? await serveMetrics({
        host: environment.host,
        port: environment.metricsPort,
        registry: createMetrics('worker'),
        parts: {
          database: { check: () => knex.raw('SELECT 1') },
          temporal: { check: () => client.workflowService.getSystemInfo({}) },
          files: { check: () => files.check(), optional: true },
          workers: { check: () => checkPolling(workers) },
        },
      })
    : () => Promise.resolve();

  const stop = onStop(log, async () => {
    await stopWatching();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await polling;
    await Promise.all([
      closeMetrics(),
      native.close(),
      connection.close(),
      knex.destroy(),
      noticeKnex.destroy(),
      announcer?.stop(),
      tracing?.stop(),
    ]);
  });
  // A worker that ends by itself has lost its server permanently. A new process is better than half of one.
  polling.catch((error: unknown) => {
    log.error({ err: error }, 'a worker failed');
    void stop('a worker failed');
  });
  log.info({ namespace, queue: defaultQueue }, 'working');
  announceReady();
});

function checkPolling(workers: readonly Worker[]): Promise<void> {
  const idle = workers.find((worker) => worker.getState() !== 'RUNNING');
  return idle ? Promise.reject(new Error(`${idle.options.taskQueue} is ${idle.getState()}`)) : Promise.resolve();
}
