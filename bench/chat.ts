/**
 * `npm run bench:chat`: messages a second, and the time from a POST to the other side's socket, with many conversations open. In one run,
 * side by side: ours, over HTTP and the live connection; a bare relay from socket to socket, which stores nothing; and a bare insert in one
 * statement with an announcement after the commit, over as many connections to PostgreSQL, which nobody is authenticated for. The server is
 * a process of its own, as each of the bare ones would be. Then ours at half its load. Fails when p95 at half load is over 300 ms.
 *
 * CONVERSATIONS, SECONDS (of each), SENDERS (at once) and CONNECTIONS set other sizes. DATABASE_URL names a server that may make databases,
 * else one is started.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Knex } from 'knex';
import pg from 'pg';
import { WebSocket, WebSocketServer } from 'ws';

import { connect } from '../db/connect.ts';
import { createAccessTokens } from '../web/server/entry/tokens.ts';
import { usualLimits } from '../web/server/live/gateway.ts';
import { createLiveTickets } from '../web/server/live/tickets.ts';
import { line, quantile } from './figures.ts';
import { inScratchDatabase, type Verdict } from './statements.ts';
import { startWeb } from './web.ts';

const conversations = Number(process.env['CONVERSATIONS'] ?? 500);
const seconds = Number(process.env['SECONDS'] ?? 20);
const senders = Number(process.env['SENDERS'] ?? 64);
const connections = Number(process.env['CONNECTIONS'] ?? 8);
const limits = { halfLoadMs: 300 };
/** Chats that one officer's page follows. */
const chatsOfOfficer = 40;
const text = '请问增值税小规模纳税人本季度的申报期限是哪一天？';

interface Chat {
  caseId: string;
  identityId: string;
  officerId: string;
}

interface Figures {
  rate: number;
  times: number[];
}

/** Sends a message in this conversation; resolves when it is at the other side, which for the bare insert is the announcement. */
type Send = (chat: Chat) => Promise<void>;

/** @param everyMs pause between messages of all senders together; 0 for as many as possible */
async function run(chats: readonly Chat[], send: Send, everyMs = 0): Promise<Figures> {
  const times: number[] = [];
  const end = Date.now() + seconds * 1_000;
  let next = Date.now();
  const work = async (place: number): Promise<void> => {
    for (let turn = place; Date.now() < end; turn += senders) {
      next += everyMs;
      if (everyMs > 0) await sleep(Math.max(0, next - Date.now()));
      const began = performance.now();
      await send(chats[turn % chats.length] as Chat);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, place) => work(place)));
  return { rate: times.length / seconds, times };
}

async function measure(single: Knex, databaseUrl: string): Promise<Verdict> {
  const chats = await fill(single);
  line(`${String(conversations)} conversations, ${String(senders)} senders, ${String(connections)} connections, ${String(seconds)} s each`);
  const relay = await overRelay((send) => run(chats, send));
  const insert = await overInsert(databaseUrl, (send) => run(chats, send));
  const [ours, half] = await overUs(chats, databaseUrl, async (send) => {
    const full = await run(chats, send);
    return [full, await run(chats, send, 2_000 / full.rate)] as const;
  });
  line('');
  line(`${'what'.padEnd(34)}${'a second'.padStart(10)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}${'ours to it'.padStart(12)}`);
  for (const [name, { rate, times }] of Object.entries({ 'bare relay': relay, 'bare insert': insert, ours, 'ours at half load': half }))
    line(
      `${name.padEnd(34)}${rate.toFixed(0).padStart(10)}${quantile(times, 0.5).toFixed(1).padStart(9)}${quantile(times, 0.95).toFixed(1).padStart(9)}${(ours.rate / rate).toFixed(2).padStart(12)}`,
    );
  return quantile(half.times, 0.95) <= limits.halfLoadMs ? 'good' : 'broken';
}

/** Conversations of one centre, each with an officer who has the floor. */
async function fill(knex: Knex): Promise<Chat[]> {
  const officers = Math.ceil(conversations / chatsOfOfficer);
  await knex.raw(
    `INSERT INTO regions (id, name, name_en) VALUES ('r1', '区', 'Region');
     INSERT INTO centres (id, region_id, name, name_en, bureau, bureau_en) VALUES ('c1', 'r1', '中心', 'Centre', '局', 'Bureau');
     INSERT INTO case_types (id, kind, region_id, name, name_en) VALUES ('t1', 'conversation', 'r1', '咨询', 'Question')`,
  );
  await knex.raw(
    `INSERT INTO officers (id, login, name, password_hash, role, region_id, centre_id, status)
     SELECT gen_random_uuid(), 'o' || n, '人员' || n, '', 'agent', 'r1', 'c1', 'online' FROM generate_series(1, ?::int) n`,
    [officers],
  );
  await knex.raw(
    `WITH people AS (
       INSERT INTO identities (id, region_id, subject, kind, role, person_name)
       SELECT gen_random_uuid(), 'r1', 's' || n, 'enterprise', 'finance-officer', '纳税人' || n FROM generate_series(1, :conversations::int) n
       RETURNING id),
     opened AS (
       INSERT INTO cases (id, kind, number, region_id, centre_id, type_id, identity_id, status, version, state, opened_at, changed_at, live)
       SELECT gen_random_uuid(), 'conversation', 'n' || row_number() OVER (), 'r1', 'c1', 't1', id, 'active', 1, '{}', now(), now(), true
       FROM people RETURNING id, identity_id)
     INSERT INTO chats (case_id, month, identity_id, centre_id, type_id, version, epoch, officer_id, held_by, robot, taxpayer)
     SELECT o.id, date_trunc('month', now())::date, identity_id, 'c1', 't1', 1, 1, f.id, f.id, false, true
     FROM (SELECT *, 1 + row_number() OVER () % :officers::int AS n FROM opened) o JOIN officers f ON f.login = 'o' || o.n`,
    { conversations, officers },
  );
  const rows: Chat[] = await knex('chats').select({ caseId: 'case_id', identityId: 'identity_id', officerId: 'officer_id' });
  return rows;
}

/** Messages on their way, by the id of their client; resolved when they arrive. */
class Arrivals {
  readonly #waiting = new Map<string, () => void>();
  wait(id: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }
  arrived(id: string): void {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }
}

async function overUs<T>(chats: readonly Chat[], databaseUrl: string, measureIt: (send: Send) => Promise<T>): Promise<T> {
  const secret = randomBytes(24).toString('hex');
  const [server, { host }] = await serving(['serve'], { BENCH_DATABASE: databaseUrl, BENCH_SECRET: secret });
  const arrivals = new Arrivals();
  const tickets = createLiveTickets(secret);
  const tokens = createAccessTokens(secret);
  const sockets: WebSocket[] = [];
  for (const [officerId, own] of Map.groupBy(chats, (chat) => chat.officerId)) {
    const { ticket } = await tickets.issue({ kind: 'officer', id: officerId, role: 'agent', regionId: 'r1', centreId: 'c1' });
    const socket = new WebSocket(`ws://${host}/api/live`);
    sockets.push(socket);
    await once(socket, 'open');
    let followed = 0;
    socket.on('message', (data: Buffer) => {
      const heard = JSON.parse(data.toString()) as { type: string; body?: { messages?: { clientId: string }[] } };
      if (heard.type === 'subscribed') followed += 1;
      for (const { clientId } of heard.body?.messages ?? []) arrivals.arrived(clientId);
    });
    socket.send(JSON.stringify({ type: 'auth', ticket }));
    for (const { caseId } of own) socket.send(JSON.stringify({ type: 'subscribe', topic: `chat/${caseId}` }));
    while (followed < own.length) await sleep(10);
  }
  const bearers = new Map<string, string>();
  for (const { identityId } of chats)
    bearers.set(identityId, `Bearer ${(await tokens.issue({ kind: 'taxpayer', id: identityId, regionId: 'r1' })).accessToken}`);
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const result = await measureIt(async ({ caseId, identityId }) => {
    const clientId = randomUUID();
    const arrived = arrivals.wait(clientId);
    await post(agent, `http://${host}/api/cases/${caseId}/chat`, bearers.get(identityId) ?? '', { clientId, epoch: 1, text });
    await arrived;
  });
  for (const socket of sockets) socket.terminate();
  agent.destroy();
  server.kill();
  return result;
}

const post = (agent: Agent, address: string, authorization: string, body: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request(address, { method: 'POST', agent, headers: { authorization, 'content-type': 'application/json' } }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`answered ${String(answer.statusCode)}`));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });

async function overRelay(measureIt: (send: Send) => Promise<Figures>): Promise<Figures> {
  const [server, { host }] = await serving(['relay'], {});
  const arrivals = new Arrivals();
  const [from, to] = [new WebSocket(`ws://${host}`), new WebSocket(`ws://${host}`)];
  await Promise.all([once(from, 'open'), once(to, 'open')]);
  to.on('message', (data: Buffer) => {
    arrivals.arrived((JSON.parse(data.toString()) as { clientId: string }).clientId);
  });
  const figures = await measureIt(async ({ caseId }) => {
    const clientId = randomUUID();
    const arrived = arrivals.wait(clientId);
    from.send(JSON.stringify({ clientId, caseId, text }));
    await arrived;
  });
  from.terminate();
  to.terminate();
  server.kill();
  return figures;
}

/** The least that a message costs which is numbered, stored, and announced: what gathers during an announcement goes with the next. */
async function overInsert(databaseUrl: string, measureIt: (send: Send) => Promise<Figures>): Promise<Figures> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  const listener = new pg.Client({ connectionString: databaseUrl });
  await listener.connect();
  await listener.query('LISTEN bench_chat');
  const arrivals = new Arrivals();
  listener.on('notification', ({ payload = '[]' }) => {
    for (const id of JSON.parse(payload) as string[]) arrivals.arrived(id);
  });
  const stored: string[] = [];
  let announcing = false;
  const announce = async (): Promise<void> => {
    announcing = true;
    while (stored.length > 0) await listener.query('SELECT pg_notify($1, $2)', ['bench_chat', JSON.stringify(stored.splice(0, 100))]);
    announcing = false;
  };
  const figures = await measureIt(async ({ caseId, identityId }) => {
    const clientId = randomUUID();
    const arrived = arrivals.wait(clientId);
    await pool.query({
      name: 'bare',
      text: `WITH chat AS (UPDATE chats SET last_seq = last_seq + 1 WHERE case_id = $1 RETURNING month, last_seq, epoch)
        INSERT INTO chat_messages (month, case_id, seq, client_id, speaker, speaker_id, audience, type, body, epoch)
        SELECT month, $1, last_seq, $2, 'taxpayer', $3, 'everybody', 'text', $4, epoch FROM chat`,
      values: [caseId, clientId, identityId, text],
    });
    stored.push(clientId);
    if (!announcing) void announce();
    await arrived;
  });
  await Promise.all([pool.end(), listener.end()]);
  return figures;
}

/** Starts this file as a server in a process of its own; resolves when it listens. */
async function serving(args: string[], env: Record<string, string>): Promise<[ChildProcess, { host: string }]> {
  const child = fork(fileURLToPath(import.meta.url), args, { env: { ...process.env, ...env } });
  const [ready] = (await once(child, 'message')) as [{ host: string }];
  return [child, ready];
}

async function serve(): Promise<void> {
  const databaseUrl = process.env['BENCH_DATABASE'] ?? '';
  const onTrouble = (error: unknown): void => line(`trouble: ${String(error)}`);
  const options = { databaseUrl, secret: process.env['BENCH_SECRET'] ?? '', onTrouble };
  const web = await startWeb(connect(databaseUrl, connections), { ...options, limits: { ...usualLimits, commandsOfHeartbeat: 10_000 } });
  process.send?.({ host: web.host });
}

async function relay(): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      for (const other of server.clients) if (other !== socket) other.send(data, { binary: false });
    });
  });
  process.send?.({ host: `127.0.0.1:${String((server.address() as AddressInfo).port)}` });
}

switch (process.argv[2]) {
  case 'serve':
    await serve();
    break;
  case 'relay':
    await relay();
    break;
  default:
    await inScratchDatabase('chat', measure);
}
