import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { WebSocket } from 'ws';

import { testWeb, type Who } from '../../../tests/support/web.ts';
import { dispatchUpgrade } from '../http/dispatch.ts';
import { postgresBus, type Bus } from './bus.ts';
import { createLiveGateway, usualLimits, type LiveGateway } from './gateway.ts';

const web = testWeb();
type Person = Who & { id: string };
let server: Server;
let live: LiveGateway;
let bus: Bus;
const troubles: unknown[] = [];
const limits = { ...usualLimits, ticketWithinMs: 300, heartbeatMs: 400, mostOfPerson: 3 };

beforeAll(async () => {
  live = createLiveGateway({
    knex: web.knex,
    tickets: web.deps.liveTickets,
    registry: new Registry(),
    onTrouble: (error) => troubles.push(error),
    limits,
  });
  bus = await postgresBus(web.databaseUrl, live);
  server = createServer().on('upgrade', dispatchUpgrade(live.upgrade, false));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await Promise.all([live.stop(), bus.stop()]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

class Page {
  readonly heard: Record<string, unknown>[] = [];
  readonly socket: WebSocket;
  closed: number | null = null;
  constructor(path = '/api/live', options: { autoPong?: boolean } = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`, options);
    this.socket.on('message', (data: Buffer) => this.heard.push(JSON.parse(data.toString()) as Record<string, unknown>));
    this.socket.on('close', (code) => (this.closed = code));
    this.socket.on('error', () => (this.closed ??= 0));
  }
  static async of(as: Who, options: { autoPong?: boolean } = {}): Promise<Page> {
    const { body } = await web.ask('POST', '/api/live/tickets', { as, body: {} });
    const page = new Page('/api/live', options);
    pages.push(page);
    await once(page.socket, 'open');
    page.say({ type: 'auth', ticket: body['ticket'] });
    return page;
  }
  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }
}
const pages: Page[] = [];
afterEach(() => {
  for (const page of pages.splice(0)) page.socket.terminate();
});

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 15));
  expect(holds()).toBe(true);
}

/** A case of the image as the projection would write and announce it. */
async function changed(identityId: string, centreId = 'binhai-1', options: { notice?: boolean; moved?: boolean } = {}): Promise<string> {
  const id = randomUUID();
  const at = new Date();
  await web.knex('cases').insert({
    id,
    kind: 'message',
    number: `20260101${String(Math.floor(Math.random() * 1e7))}`,
    region_id: 'binhai',
    centre_id: centreId,
    type_id: 'binhai-other',
    identity_id: identityId,
    status: 'replied',
    version: 3,
    state: '{}',
    opened_at: at,
    changed_at: at,
    live: true,
  });
  if (options.notice)
    await web.knex('notices').insert({
      case_id: id,
      version: 3,
      kind: 'message-replied',
      channel: 'inbox',
      identity_id: identityId,
      category: 'news',
      status: 'sent',
    });
  if (options.moved)
    await web.knex('case_events').insert({ case_id: id, version: 3, type: 'handed-over', at, actor_kind: 'system', data: '{}' });
  await web.knex.raw(`SELECT pg_notify('case_changed', ?)`, [JSON.stringify({ caseId: id, version: 3 })]);
  return id;
}

describe('the live connection', () => {
  it('tells a change to its taxpayer with the count of what is unread, to its centre, and to nobody else', async () => {
    const [whale, other] = await Promise.all([web.taxpayer('li-xue-whale'), web.taxpayer('zhao-min')]);
    const who: Record<string, Person> = {
      whale,
      other,
      agent: await web.officer('agent1'),
      supervisor: await web.officer('supervisor1'),
      admin: await web.officer('admin'),
      elsewhere: await web.officer('agent4'),
      abroad: await web.officer('agent6'),
    };
    const pagesOf = Object.fromEntries(
      await Promise.all(Object.entries(who).map(async ([name, as]) => [name, await Page.of(as)] as const)),
    );
    await until(() => Object.values(pagesOf).every(({ heard }) => heard[0]?.['type'] === 'ready'));
    const caseId = await changed(whale.id, 'binhai-1', { notice: true });
    const event = { type: 'case-changed', caseId, version: 3 };
    await until(() => pagesOf['whale']?.heard.length === 3);
    expect(pagesOf['whale']?.heard.slice(1)).toEqual([event, { type: 'notices', unread: 1 }]);
    for (const name of ['agent', 'supervisor', 'admin']) expect(pagesOf[name]?.heard.slice(1)).toEqual([event]);
    for (const name of ['other', 'elsewhere', 'abroad']) expect(pagesOf[name]?.heard).toHaveLength(1);
  });

  it('tells the centre that a case has left, too', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const left = await Page.of(await web.officer('agent1'));
    const abroad = await Page.of(await web.officer('agent6'));
    await until(() => left.heard.length === 1 && abroad.heard.length === 1);
    await changed(whale.id, 'binhai-2', { moved: true });
    await until(() => left.heard.length === 2);
    expect(abroad.heard).toHaveLength(1);
  });

  it('opens by a ticket alone, in time, and by no other path', async () => {
    const silent = new Page();
    const forged = new Page();
    await once(forged.socket, 'open');
    forged.say({ type: 'auth', ticket: 'x.y.z' });
    const elsewhere = new Page('/api/other');
    await until(() => silent.closed === 4_401 && forged.closed === 4_401 && elsewhere.closed !== null);
    const whale = await web.taxpayer('li-xue-whale');
    const token = new Page();
    await once(token.socket, 'open');
    token.say({ type: 'auth', ticket: (whale['authorization'] ?? '').slice(7) });
    await until(() => token.closed === 4_401);
    expect((await web.ask('POST', '/api/live/tickets', { body: {} })).status).toBe(401);
  });

  it('answers a heart-beat, and closes at what it does not understand', async () => {
    const page = await Page.of(await web.taxpayer('li-xue-whale'));
    await until(() => page.heard.length === 1);
    page.say({ type: 'ping' });
    await until(() => page.heard[1]?.['type'] === 'pong');
    page.say('not json');
    await until(() => page.closed === 1_008);
    const loud = await Page.of(await web.taxpayer('li-xue-whale'));
    await until(() => loud.heard.length === 1);
    for (let i = 0; i < 60; i += 1) loud.say({ type: 'ping' });
    await until(() => loud.closed === 1_008);
    const long = await Page.of(await web.taxpayer('li-xue-whale'));
    await until(() => long.heard.length === 1);
    long.say('x'.repeat(20_000));
    await until(() => long.closed === 1_009);
  });

  it('lets go of who does not answer any more, and of one tab too many', async () => {
    const mute = await Page.of(await web.taxpayer('zhao-min'), { autoPong: false });
    await until(() => mute.closed === 1_006);
    const whale = await web.taxpayer('chen-zhiqiang-whale');
    for (let i = 0; i < 3; i += 1) await Page.of(whale);
    await until(() => pages.slice(-3).every(({ heard }) => heard.length === 1));
    const fourth = await Page.of(whale);
    await until(() => fourth.closed === 1_013);
  });

  it('survives the loss of its connection to the database, and makes pages come again', async () => {
    const whale = await web.taxpayer('li-xue-whale');
    const page = await Page.of(whale);
    await until(() => page.heard.length === 1);
    const { Client } = (await import('pg')).default;
    const admin = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await admin.connect();
    const name = new URL(web.databaseUrl).pathname.slice(1);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'LISTEN%'`, [name]);
    await admin.end();
    await until(() => page.closed === 1_012);
    const again = await Page.of(whale);
    await until(() => again.heard.length === 1);
    await changed(whale.id);
    await until(() => again.heard.length === 3);
  });

  it('takes announcements that are none for what they are', async () => {
    const before = troubles.length;
    await web.knex.raw(`SELECT pg_notify('case_changed', 'nonsense')`);
    await until(() => troubles.length > before);
  });
});
