/** The API on a port of its own, over a real database filled in as the demo, and a real Temporal server. */
import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Knex } from 'knex';
import { pino } from 'pino';

import { busChannel, closingOf, textOf } from '../../runtime/bus/bus.ts';
import { createSession } from '../../db/officers.ts';
import type { LanguageModel } from '../../robot/language-model/language-model.ts';
import { wordsRobot } from './robot.ts';
import { seed } from '../../stack/demo/seed.ts';
import { createApp } from '../../web/server/app.ts';
import { sessionCookie, sessionHash } from '../../web/server/http/authenticate.ts';
import { announceDemo } from '../../web/server/demo/announce.ts';
import { createAnswers, type AnswerTimes, type RunningAnswers } from '../../web/server/chat/answers.ts';
import { serverKinds } from '../../web/server/kinds.ts';
import { createAnnouncer } from '../../web/server/chat/announcer.ts';
import { createSlotAnnouncer } from '../../web/server/slots/announcer.ts';
import type { Deps, WebConfig } from '../../web/server/deps.ts';
import { createFileLink } from '../../web/server/uploads/link.ts';
import { createMediaTokens } from '../../media/tokens.ts';
import { createLiveTickets } from '../../web/server/live/tickets.ts';
import { TemporalGateway } from '../../web/server/temporal/gateway.ts';
import { KeptOutcomes } from '../../web/server/temporal/kept-outcomes.ts';
import { createPublishedKeySets } from '../../web/server/entry/published-keys.ts';
import { createAccessTokens } from '../../web/server/entry/tokens.ts';
import { gatewaySecretPlace, Secrets } from '../../runtime/secrets.ts';
import { createFolderStore, type FileStore } from '../../runtime/file-store.ts';
import { createWorkers } from '../../workers/create.ts';
import { testDatabase } from './database.ts';
import { testBundle } from './open-stage.ts';
import { testTemporalAddress } from './services.ts';

export interface Answer {
  status: number;
  // What an answer holds is what the test is about.
  body: Record<string, unknown>;
  headers: Headers;
}

export type Who = Record<string, string>;

export interface TestWeb {
  origin: string;
  databaseUrl: string;
  /** Its database as the owner of the tables. */
  owner: Knex;
  knex: Knex;
  deps: Deps;
  answers: RunningAnswers;
  client: Client;
  server: Server;
  ask(method: string, address: string, options?: { as?: Who; body?: unknown; key?: string; headers?: Who }): Promise<Answer>;
  /** A taxpayer of the demo, as headers; by the identity's id. */
  taxpayer(identityId: string): Promise<Who & { id: string }>;
  /** An officer of the demo, as headers; by the login. */
  officer(login: string): Promise<Who & { id: string }>;
}

/**
 * Gives the test file that calls it a web server.
 * @param workers whether workers carry the cases out
 * @param uploadStore where files are kept, when not in the folder that it is given
 */
export function testWeb({
  workers = false,
  config = {},
  temporalAddress,
  uploadStore = createFolderStore,
  answerTimes,
  languageModel = null,
}: {
  workers?: boolean;
  config?: Partial<WebConfig>;
  temporalAddress?: string;
  uploadStore?: (folder: string) => FileStore;
  answerTimes?: AnswerTimes;
  languageModel?: LanguageModel | null;
} = {}): TestWeb {
  const { knex, owner, url } = testDatabase();
  const the = { knex, owner, databaseUrl: url } as TestWeb;
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    await seed(knex);
    const folder = await mkdtemp(path.join(tmpdir(), 'zhengna-web-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const taskQueue = `web-${randomUUID()}`;
    const address = temporalAddress ?? testTemporalAddress();
    const connection = Connection.lazy({ address, connectTimeout: '3s' });
    closing.push(() => connection.close());
    the.client = new Client({ connection });
    const secret = randomBytes(24).toString('hex');
    const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
    the.deps = {
      knex,
      temporal: the.client,
      cases: new KeptOutcomes(new TemporalGateway(the.client, taskQueue), knex, log),
      log,
      config: {
        secret,
        publicOrigin: null,
        trustProxy: 0,
        demo: true,
        demoFolder: path.join(folder, 'demo'),
        temporalUi: null,
        checkAnswers: true,
        rateFactor: 1_000,
        ...config,
      },
      secrets: new Secrets(secret),
      accessTokens: createAccessTokens(secret),
      publishedKeys: createPublishedKeySets(knex),
      robot: wordsRobot(knex),
      languageModel,
      liveTickets: createLiveTickets(secret),
      mediaTokens: createMediaTokens(secret),
      closePerson: async (person) => {
        await knex.raw('SELECT pg_notify(?, ?)', [busChannel, textOf(closingOf(person))]);
      },
      answers: {
        owed: (caseId) => {
          answers.owed(caseId);
        },
        foundUseless: (caseId, seq) => {
          answers.foundUseless(caseId, seq);
        },
      },
      chats: createAnnouncer(
        (announcement) => knex.raw('SELECT pg_notify(?, ?)', [busChannel, textOf(announcement)]),
        (error) => {
          log.warn({ err: error }, 'trouble');
        },
      ),
      slots: createSlotAnnouncer(
        (announcement) => knex.raw('SELECT pg_notify(?, ?)', [busChannel, textOf(announcement)]),
        (error) => {
          log.warn({ err: error }, 'trouble');
        },
      ),
      fileLink: createFileLink(secret),
      uploads: uploadStore(path.join(folder, 'files')),
    };
    const answers = createAnswers(the.deps, serverKinds, answerTimes);
    closing.push(() => answers.stop());
    the.answers = answers;
    const handle = createApp(the.deps).callback();
    the.server = createServer((request, response) => void handle(request, response));
    await new Promise<void>((resolve) => the.server.listen(0, '127.0.0.1', resolve));
    the.origin = `http://127.0.0.1:${String((the.server.address() as AddressInfo).port)}`;
    closing.push(() => {
      the.server.closeAllConnections();
      return new Promise((resolve) => the.server.close(resolve));
    });
    await announceDemo(knex, the.origin);
    if (workers) closing.push(await startWorkers(the, taskQueue));
  }, 120_000);
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  }, 60_000);

  the.ask = async (method, address, { as, body, key, headers } = {}) => {
    const { id: _id, ...who } = as ?? {};
    const response = await fetch(the.origin + address, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...who,
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return { status: response.status, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : { text }, headers: response.headers };
  };
  the.taxpayer = async (identityId) => {
    const { demoTaxpayers } = await import('../../web/server/demo/taxpayers.ts');
    const person = demoTaxpayers.find(({ identities }) => identities.some(({ id }) => id === identityId));
    const { body } = await the.ask('POST', '/api/demo/tokens', { body: { taxpayerId: person?.id, identityId } });
    const entered = await the.ask('POST', '/api/entry', { body: { token: body['token'] } });
    if (entered.status !== 200) throw new Error(JSON.stringify(entered.body));
    return { authorization: `Bearer ${String(entered.body['accessToken'])}`, id: (entered.body['identity'] as { id: string }).id };
  };
  the.officer = async (login) => {
    const officer = await knex('officers').where({ login }).first<{ id: string } | undefined>('id');
    if (officer === undefined) throw new Error(`no officer ${login}`);
    const token = randomBytes(16).toString('hex');
    await createSession(knex, sessionHash(token), officer.id, Date.now());
    return { cookie: `${sessionCookie}=${token}`, origin: the.origin, id: officer.id };
  };
  return the;
}

async function startWorkers({ knex, client, origin, deps: { secrets } }: TestWeb, taskQueue: string): Promise<() => Promise<void>> {
  const native = await NativeConnection.connect({ address: testTemporalAddress() });
  const workers: Worker[] = await createWorkers({
    connection: native,
    client,
    knex,
    noticeKnex: knex,
    taskQueue,
    bundlePath: await testBundle(),
    receiptUrl: `${origin}/api/sms/receipts`,
    openSecret: (regionId, stored) => secrets.open(gatewaySecretPlace(regionId), stored),
    sweeps: { unadopted: () => Promise.resolve(0), expired: () => Promise.resolve(0), recordings: () => Promise.resolve(0) },
  });
  const done = Promise.all(workers.map((worker) => worker.run()));
  return async () => {
    for (const worker of workers) worker.shutdown();
    await done;
    await native.close();
  };
}
