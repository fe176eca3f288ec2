/** The web process: API, live connection and pages on one port. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';

import { Client, Connection } from '@temporalio/client';

import { connect, timeLimits } from '../../db/connect.ts';
import { checkMigrated, checkServer } from '../../db/migrate.ts';
import { frameOrigins, rejectedSettings } from '../../db/settings.ts';
import { createMediaTokens } from '../../media/tokens.ts';
import { createLanguageModel } from '../../robot/language-model/language-model.ts';
import { checkModel, createRemoteRobot } from '../../robot/remote.ts';
import { closingOf } from '../../runtime/bus/bus.ts';
import { openBus } from '../../runtime/bus/open-bus.ts';
import { webEnvironment } from '../../runtime/environment.ts';
import { createFolderStore } from '../../runtime/file-store.ts';
import { announceReady, onStop, runProcess } from '../../runtime/lifecycle.ts';
import { createLog } from '../../runtime/log.ts';
import { createMetrics, serveMetrics } from '../../runtime/metrics.ts';
import { codeOf, PlainError } from '../../runtime/plain-error.ts';
import { postgresAt, reach } from '../../runtime/reach.ts';
import { Secrets } from '../../runtime/secrets.ts';
import { connectionOptions } from '../../runtime/temporal.ts';
import { defaultQueue } from '../../workflows/contract.ts';
import { createApp } from './app.ts';
import { createAnswers } from './chat/answers.ts';
import { createAnnouncer } from './chat/announcer.ts';
import { cached } from './http/cached.ts';
import { createSlotAnnouncer } from './slots/announcer.ts';
import { announceDemo } from './demo/announce.ts';
import type { Deps } from './deps.ts';
import { dispatch, dispatchUpgrade } from './http/dispatch.ts';
import { createFileLink } from './uploads/link.ts';
import { createLiveGateway, livePath } from './live/gateway.ts';
import { createLiveTickets } from './live/tickets.ts';
import { isMediaPath, mediaProxy } from './media/proxy.ts';
import { callWaiting } from './officers/call-waiting.ts';
import { keepGivingBack } from './officers/give-back.ts';
import { builtPages, developedPages } from './pages.ts';
import { serverKinds } from './kinds.ts';
import { routes } from './routes.ts';
import { TemporalGateway } from './temporal/gateway.ts';
import { KeptOutcomes } from './temporal/kept-outcomes.ts';
import { createPublishedKeySets } from './entry/published-keys.ts';
import { createAccessTokens } from './entry/tokens.ts';
import { sealStoredSecrets } from './settings/secrets.ts';

runProcess(async () => {
  const environment = webEnvironment(process.env);
  const developing = process.argv.includes('--dev');
  const log = createLog('web', environment.logLevel);
  const trouble = (error: unknown): void => {
    log.warn({ err: error }, 'trouble');
  };
  const registry = createMetrics('web');

  const knex = connect(environment.databaseUrl, 20, timeLimits.web);
  await reach(postgresAt(environment.databaseUrl), () => checkServer(knex));
  // Connects at first use: while Temporal is away, the pages are served and report the outage.
  const connection = Connection.lazy({ ...connectionOptions(environment.temporal), connectTimeout: '3s' });
  const client = new Client({ connection, namespace: environment.temporal.namespace });
  const publicOrigin = environment.publicUrl === undefined ? null : new URL(environment.publicUrl).origin;
  const secret = environment.appSecret;
  // The S3 library is loaded only when a bucket is configured.
  const uploads = environment.objectStore
    ? (await import('../../runtime/object-store.ts')).createBucketStore(environment.objectStore)
    : createFolderStore(path.join(environment.dataDir, 'files'));
  const liveTickets = createLiveTickets(secret);
  const fileLink = createFileLink(secret);
  const live = await createLiveGateway({
    knex,
    tickets: liveTickets,
    registry,
    publish: (announcement) => bus.publish(announcement),
    fileLink,
    onArrival: (centreId) => void callWaiting(deps, centreId),
    onTrouble: trouble,
  });
  const bus = await openBus(environment, live);
  const robot = createRemoteRobot({ databaseUrl: environment.databaseUrl, learns: true }, trouble);
  const deps: Deps = {
    knex,
    temporal: client,
    cases: new KeptOutcomes(new TemporalGateway(client, defaultQueue), knex, log),
    log,
    config: {
      secret,
      publicOrigin,
      trustProxy: environment.trustProxy,
      demo: environment.demo,
      demoFolder: path.join(environment.dataDir, 'demo'),
      temporalUi: environment.temporalUiUrl ?? null,
      checkAnswers: developing,
      rateFactor: environment.rateFactor,
    },
    secrets: new Secrets(secret, environment.earlierAppSecret),
    accessTokens: createAccessTokens(secret),
    publishedKeys: createPublishedKeySets(knex),
    robot,
    languageModel: environment.languageModel === undefined ? null : createLanguageModel(environment.languageModel),
    liveTickets,
    mediaTokens: createMediaTokens(secret),
    closePerson: (person) => bus.publish(closingOf(person)),
    answers: {
      owed: (caseId) => {
        answers.owed(caseId);
      },
      foundUseless: (caseId, seq) => {
        answers.foundUseless(caseId, seq);
      },
    },
    chats: createAnnouncer((announcement) => bus.publish(announcement), trouble),
    slots: createSlotAnnouncer((announcement) => bus.publish(announcement), trouble),
    fileLink,
    uploads,
  };
  const answers = createAnswers(deps, serverKinds);
  // Stored values only become invalid through a new version of the product, so one check at the start is enough.
  rejectedSettings(knex).then((found) => {
    for (const setting of found) log.warn({ setting }, 'a stored setting is not accepted by this version: the next in line is in force');
  }, trouble);

  const server = createServer();
  const pages = developing ? await developedPages(server) : await builtPages(publicOrigin);
  const api = createApp(deps, routes, registry).callback();
  const parts = {
    database: { check: () => checkMigrated(knex) },
    temporal: { check: () => client.workflowService.describeNamespace({ namespace: environment.temporal.namespace }) },
    // Everything except files works without the store.
    files: { check: () => uploads.check(), optional: true },
    // Without its model the robot finds by words.
    robotModel: { check: () => checkModel(robot), optional: true },
  };
  const listener = dispatch({
    api: (request, response) => void api(request, response),
    pages: pages.handle,
    readiness: parts,
    frameOrigins: cached(() => frameOrigins(knex), 5_000, [], trouble),
    trustProxy: environment.trustProxy,
    publicOrigin,
    developing,
    onTrouble: trouble,
  });
  server.on('request', listener);
  server.on(
    'upgrade',
    dispatchUpgrade(
      [
        { serves: (path) => path === livePath, upgrade: live.upgrade },
        { serves: isMediaPath, upgrade: mediaProxy(knex, trouble) },
      ],
      developing,
    ),
  );
  server.listen(environment.port, environment.host);
  await once(server, 'listening').catch((error: unknown) => {
    throw codeOf(error) === 'EADDRINUSE'
      ? new PlainError(`PORT is "${String(environment.port)}", which is taken by another program: set it to a free port.`)
      : error;
  });
  if (environment.demo)
    await announceDemo(knex, `http://${environment.host === '0.0.0.0' ? '127.0.0.1' : environment.host}:${String(environment.port)}`);
  // Pages are served before this has finished, because unsealed values can be opened, too.
  sealStoredSecrets(knex, deps.secrets).then(({ sealed, unreadable }) => {
    if (sealed > 0) log.info({ sealed }, 'stored secrets were sealed');
    for (const place of unreadable) log.error({ place }, 'a stored secret was sealed under another APP_SECRET and cannot be used');
  }, trouble);

  const stopMetrics =
    environment.metricsPort === undefined
      ? undefined
      : await serveMetrics({ host: environment.metricsHost, port: environment.metricsPort, registry, parts });
  const stopGivingBack = keepGivingBack(deps);

  onStop(log, async () => {
    stopGivingBack();
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    server.closeIdleConnections();
    await Promise.all([live.stop(), answers.stop()]);
    await bus.stop();
    // Requests under way get some seconds to finish; idle keep-alive connections do not delay the shutdown.
    const patience = setTimeout(() => {
      server.closeAllConnections();
    }, 5_000);
    await closed;
    clearTimeout(patience);
    await Promise.all([stopMetrics?.(), pages.stop(), robot.stop(), knex.destroy(), connection.close()]);
  });
  announceReady();
  log.info({ port: environment.port }, 'serving');
});
