/** The API on a port of its own for tests of officers' routes, and people who ask it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Client, Connection } from '@temporalio/client';
import type { Knex } from 'knex';

import { createSession } from '../../db/officers.ts';
import { wordsRobot } from './robot.ts';
import { busChannel, closingOf, textOf } from '../../runtime/bus/bus.ts';
import { createFolderStore, type FileStore } from '../../runtime/file-store.ts';
import { Secrets } from '../../runtime/secrets.ts';
import { createLog } from '../../runtime/log.ts';
import { createApp } from '../../web/server/app.ts';
import { sessionCookie, sessionHash } from '../../web/server/http/authenticate.ts';
import { createAnnouncer } from '../../web/server/chat/announcer.ts';
import { createSlotAnnouncer } from '../../web/server/slots/announcer.ts';
import type { Deps } from '../../web/server/deps.ts';
import { createFileLink } from '../../web/server/uploads/link.ts';
import { createMediaTokens } from '../../media/tokens.ts';
import { createLiveTickets } from '../../web/server/live/tickets.ts';
import { TemporalGateway } from '../../web/server/temporal/gateway.ts';
import { KeptOutcomes } from '../../web/server/temporal/kept-outcomes.ts';
import { createPublishedKeySets } from '../../web/server/entry/published-keys.ts';
import { createAccessTokens } from '../../web/server/entry/tokens.ts';
import { routes } from '../../web/server/routes.ts';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
  headers: Headers;
}
export type Ask = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<T>>;

export interface DeskServer {
  origin: string;
  files: FileStore;
  /** Somebody who is not signed in. */
  stranger: Ask;
  officer: (id: string) => Promise<Ask>;
  taxpayer: (id: string) => Promise<Ask>;
  close: () => Promise<void>;
}

/**
 * @param client the Temporal server; one that does not answer unless given
 * @param options for routes that look at the configuration
 */
export async function deskServer(
  knex: Knex,
  client = new Client({ connection: Connection.lazy({ address: '127.0.0.1:9', connectTimeout: '500ms' }) }),
  options: { taskQueue?: string; temporalUi?: string; rateFactor?: number } = {},
): Promise<DeskServer> {
  const secret = randomBytes(32).toString('hex');
  const folder = mkdtempSync(path.join(tmpdir(), 'zhengna-desk-'));
  const accessTokens = createAccessTokens(secret);
  const log = createLog('test', 'silent');
  const deps: Deps = {
    knex,
    temporal: client,
    cases: new KeptOutcomes(new TemporalGateway(client, options.taskQueue ?? 'test'), knex, log),
    log,
    config: {
      secret,
      publicOrigin: null,
      trustProxy: 0,
      demo: false,
      demoFolder: folder,
      temporalUi: options.temporalUi ?? null,
      checkAnswers: true,
      rateFactor: options.rateFactor ?? 100,
    },
    secrets: new Secrets(secret),
    accessTokens,
    publishedKeys: createPublishedKeySets(knex),
    robot: wordsRobot(knex),
    languageModel: null,
    liveTickets: createLiveTickets(secret),
    mediaTokens: createMediaTokens(secret),
    answers: { owed: () => undefined, foundUseless: () => undefined },
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
    uploads: createFolderStore(folder),
    closePerson: async (person) => {
      await knex.raw('SELECT pg_notify(?, ?)', [busChannel, textOf(closingOf(person))]);
    },
  };
  const api = createApp(deps, routes).callback();
  const server = createServer((request, response) => {
    void api(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const asking =
    (own: Record<string, string>): Ask =>
    (method, address, body, headers) =>
      ask(origin, method, address, body, { ...own, ...headers });
  return {
    origin,
    files: deps.uploads,
    stranger: asking({}),
    officer: async (id) => {
      const token = randomBytes(32).toString('base64url');
      await createSession(knex, sessionHash(token), id, Date.now());
      return asking({ cookie: `${sessionCookie}=${token}`, origin });
    },
    taxpayer: async (id) => {
      const { accessToken } = await accessTokens.issue({ kind: 'taxpayer', id, regionId: 'region' });
      return asking({ authorization: `Bearer ${accessToken}` });
    },
    close: async () => {
      await closed(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask<T>(origin: string, method: string, address: string, body: unknown, headers: Record<string, string>): Promise<Answer<T>> {
  const response = await fetch(origin + address, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T, headers: response.headers };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error);
      else resolve();
    });
    server.closeAllConnections();
  });

/** The code of an error's answer. */
export const codeOf = ({ body }: Answer): unknown => (body['error'] as { code?: unknown } | undefined)?.code;
