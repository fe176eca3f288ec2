/** The media process: sound and picture of calls (C8, C9). */
import path from 'node:path';

import { Client, Connection } from '@temporalio/client';

import { signalSystem } from '../activities/signal-system.ts';
import { connect, timeLimits } from '../db/connect.ts';
import { kindOfCase } from '../db/media/calls.ts';
import { checkMigrated, checkServer } from '../db/migrate.ts';
import { mediaEnvironment } from '../runtime/environment.ts';
import { createFolderStore } from '../runtime/file-store.ts';
import { announceReady, onStop, runProcess } from '../runtime/lifecycle.ts';
import { createLog } from '../runtime/log.ts';
import { createMetrics, serveMetrics } from '../runtime/metrics.ts';
import { postgresAt, reach } from '../runtime/reach.ts';
import { connectionOptions } from '../runtime/temporal.ts';
import { MediaServer } from './server.ts';

/** Milliseconds for a stop: longer than the time in which recordings are stored. */
const drainMs = 17_000;

runProcess(async () => {
  const environment = mediaEnvironment(process.env);
  const log = createLog('media', environment.logLevel);
  const registry = createMetrics('media');
  const knex = connect(environment.databaseUrl, 4, timeLimits.web);
  await reach(postgresAt(environment.databaseUrl), () => checkServer(knex));
  const connection = Connection.lazy({ ...connectionOptions(environment.temporal), connectTimeout: '3s' });
  const client = new Client({ connection, namespace: environment.temporal.namespace });
  // Load the bucket's library only when a bucket is configured.
  const files = environment.objectStore
    ? (await import('../runtime/object-store.ts')).createBucketStore(environment.objectStore)
    : createFolderStore(path.join(environment.dataDir, 'files'));
  const media = await MediaServer.create({
    knex,
    secret: environment.appSecret,
    host: environment.host,
    port: environment.port,
    url: environment.url,
    places: environment.places,
    workers: environment.workers,
    turn: environment.turn,
    files,
    report: async ({ caseId }, report) => {
      const kind = await kindOfCase(knex, caseId);
      if (kind !== undefined) await signalSystem(client, { kind, caseId }, report);
    },
    onTrouble: (what, error) => log.warn({ err: error }, what),
  });
  media.measure(registry);
  const stopMetrics =
    environment.metricsPort === undefined
      ? undefined
      : await serveMetrics({
          host: '127.0.0.1',
          port: environment.metricsPort,
          registry,
          parts: { database: { check: () => checkMigrated(knex) } },
        });
  onStop(
    log,
    async () => {
      await media.stop();
      files.close();
      await Promise.all([stopMetrics?.(), knex.destroy(), connection.close()]);
    },
    drainMs,
  );
  announceReady();
  log.info({ url: media.url, workers: media.pool.pids.length }, 'serving');
});
