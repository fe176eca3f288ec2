/** The media process: sound and picture of calls (C8, C9). */
import { Client, Connection } from '@temporalio/client';

import { signalSystem } from '../activities/signal-system.ts';
import { connect, timeLimits } from '../db/connect.ts';
import { callOf } from '../db/media/calls.ts';
import { checkMigrated, checkServer } from '../db/migrate.ts';
import { mediaEnvironment } from '../runtime/environment.ts';
import { announceReady, onStop, runProcess } from '../runtime/lifecycle.ts';
import { createLog } from '../runtime/log.ts';
import { createMetrics, serveMetrics } from '../runtime/metrics.ts';
import { postgresAt, reach } from '../runtime/reach.ts';
import { connectionOptions } from '../runtime/temporal.ts';
import { MediaServer } from './server.ts';

runProcess(async () => {
  const environment = mediaEnvironment(process.env);
  const log = createLog('media', environment.logLevel);
  const registry = createMetrics('media');
  const knex = connect(environment.databaseUrl, 4, timeLimits.web);
  await reach(postgresAt(environment.databaseUrl), () => checkServer(knex));
  const connection = Connection.lazy({ ...connectionOptions(environment.temporal), connectTimeout: '3s' });
  const client = new Client({ connection, namespace: environment.temporal.namespace });
  const media = await MediaServer.create({
    knex,
    secret: environment.appSecret,
    host: environment.host,
    port: environment.port,
    url: environment.url,
    places: environment.places,
    workers: environment.workers,
    turn: environment.turn,
    report: async ({ caseId, callId }, type) => {
      const found = await callOf(knex, caseId);
      if (found?.call.id === callId) await signalSystem(client, { kind: found.kind, caseId }, { type, callId });
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
  onStop(log, async () => {
    await media.stop();
    await Promise.all([stopMetrics?.(), knex.destroy(), connection.close()]);
  });
  announceReady();
  log.info({ url: media.url, workers: media.pool.pids.length }, 'serving');
});
