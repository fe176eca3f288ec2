/** The web server as benchmarks start it: API and live connection on a port of their own, without workers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';

import { Client, Connection } from '@temporalio/client';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { Registry } from 'prom-client';

import { wordsRobot } from '../tests/support/robot.ts';
import { openBus } from '../runtime/bus/open-bus.ts';
import { createFolderStore } from '../runtime/file-store.ts';
import { createMediaTokens } from '../media/tokens.ts';
import { Secrets } from '../runtime/secrets.ts';
import { createApp } from '../web/server/app.ts';
import { createAnnouncer } from '../web/server/chat/announcer.ts';
import { createSlotAnnouncer } from '../web/server/slots/announcer.ts';
import { createPublishedKeySets } from '../web/server/entry/published-keys.ts';
import { createAccessTokens } from '../web/server/entry/tokens.ts';
import { createLiveGateway, type LiveLimits } from '../web/server/live/gateway.ts';
import { createLiveTickets } from '../web/server/live/tickets.ts';
import { TemporalGateway } from '../web/server/temporal/gateway.ts';
import { createFileLink } from '../web/server/uploads/link.ts';

export interface BenchWeb {
  /** host:port */
  host: string;
  close(): Promise<void>;
}

/** @param secret of the process that asks, too, so that it can make its own tokens and tickets */
export async function startWeb(
  knex: Knex,
  {
    databaseUrl,
    secret,
    limits,
    onTrouble,
  }: { databaseUrl: string; secret: string; limits: LiveLimits; onTrouble: (error: unknown) => void },
): Promise<BenchWeb> {
  const tickets = createLiveTickets(secret);
  const fileLink = createFileLink(secret);
  const live = await createLiveGateway({
    knex,
    tickets,
    registry: new Registry(),
    publish: (announcement) => bus.publish(announcement),
    fileLink,
    onArrival: () => undefined,
    onTrouble,
    limits,
  });
  const bus = await openBus({ databaseUrl, redisUrl: undefined }, live);
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const client = new Client({ connection });
  const api = createApp({
    knex,
    temporal: client,
    cases: new TemporalGateway(client, 'none'),
    log: pino({ level: 'silent' }),
    config: {
      secret,
      publicOrigin: null,
      trustProxy: 0,
      demo: false,
      demoFolder: tmpdir(),
      temporalUi: null,
      checkAnswers: false,
      rateFactor: 1_000_000,
    },
    secrets: new Secrets(secret),
    accessTokens: createAccessTokens(secret),
    publishedKeys: createPublishedKeySets(knex),
    robot: wordsRobot(knex),
    languageModel: null,
    liveTickets: tickets,
    mediaTokens: createMediaTokens(secret),
    closePerson: () => Promise.resolve(),
    chats: createAnnouncer((announcement) => bus.publish(announcement), onTrouble),
    slots: createSlotAnnouncer((announcement) => bus.publish(announcement), onTrouble),
    answers: { owed: () => undefined, foundUseless: () => undefined },
    fileLink,
    uploads: createFolderStore(tmpdir()),
  }).callback();
  const server = createServer((request, response) => void api(request, response)).on('upgrade', live.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      await Promise.all([live.stop(), bus.stop(), connection.close()]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
