/**
 * `npm run bench:sockets`: memory of a web process with many live connections, each of a taxpayer who follows their own news. The process
 * collects its garbage before it tells its size. Fails when it is larger than 500 MB. SOCKETS sets another number. DATABASE_URL names a
 * server that may make databases, else one is started.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Knex } from 'knex';
import { WebSocket } from 'ws';

import { connect } from '../db/connect.ts';
import { usualLimits } from '../web/server/live/gateway.ts';
import { createLiveTickets } from '../web/server/live/tickets.ts';
import { line } from './figures.ts';
import { inScratchDatabase, type Verdict } from './statements.ts';
import { startWeb } from './web.ts';

const sockets = Number(process.env['SOCKETS'] ?? 5_000);
const mostMegabytes = 500;
const atOnce = 50;
const settleMs = 2_000;
const megabyte = 1_048_576;

interface Size {
  rss: number;
  heap: number;
}

async function measure(knex: Knex, databaseUrl: string): Promise<Verdict> {
  const identityIds = await fill(knex);
  const secret = randomBytes(24).toString('hex');
  const server = fork(fileURLToPath(import.meta.url), ['serve'], {
    env: { ...process.env, BENCH_DATABASE: databaseUrl, BENCH_SECRET: secret },
    execArgv: ['--expose-gc'],
  });
  const [{ host }] = (await once(server, 'message')) as [{ host: string }];
  const before = await sizeOf(server);
  const tickets = createLiveTickets(secret);
  const open: WebSocket[] = [];
  for (let from = 0; from < identityIds.length; from += atOnce) {
    const some = identityIds.slice(from, from + atOnce).map(async (id) => {
      const { ticket } = await tickets.issue({ kind: 'taxpayer', id, regionId: 'r1' });
      const socket = new WebSocket(`ws://${host}/api/live`);
      open.push(socket);
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'auth', ticket }));
      socket.send(JSON.stringify({ type: 'subscribe', topic: `identity/${id}` }));
      for (;;) {
        const [data] = (await once(socket, 'message')) as [Buffer];
        if ((JSON.parse(data.toString()) as { type: string }).type === 'subscribed') return;
      }
    });
    await Promise.all(some);
  }
  await sleep(settleMs);
  const after = await sizeOf(server);
  const alive = open.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
  for (const socket of open) socket.terminate();
  server.kill();
  line(`connections open           ${String(alive)} of ${String(sockets)}`);
  line(`process without any        ${megabytes(before.rss)} MB, heap ${megabytes(before.heap)} MB`);
  line(`process with all           ${megabytes(after.rss)} MB, heap ${megabytes(after.heap)} MB (limit ${String(mostMegabytes)} MB)`);
  line(`for each connection        ${((after.rss - before.rss) / sockets / 1_024).toFixed(1)} kB`);
  return alive === sockets && after.rss < mostMegabytes * megabyte ? 'good' : 'broken';
}

const megabytes = (bytes: number): string => (bytes / megabyte).toFixed(0);

async function fill(knex: Knex): Promise<string[]> {
  await knex.raw(`INSERT INTO regions (id, name, name_en) VALUES ('r1', '区', 'Region')`);
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    `INSERT INTO identities (id, region_id, subject, kind, role, person_name)
     SELECT gen_random_uuid(), 'r1', 's' || n, 'enterprise', 'finance-officer', '纳税人' || n FROM generate_series(1, ?::int) n RETURNING id`,
    [sockets],
  );
  return rows.map(({ id }) => id);
}

async function sizeOf(server: ChildProcess): Promise<Size> {
  const answered = once(server, 'message');
  server.send('size');
  const [size] = (await answered) as [Size];
  return size;
}

async function serve(): Promise<void> {
  const databaseUrl = process.env['BENCH_DATABASE'] ?? '';
  const onTrouble = (error: unknown): void => line(`trouble: ${String(error)}`);
  const { host } = await startWeb(connect(databaseUrl, 8), {
    databaseUrl,
    secret: process.env['BENCH_SECRET'] ?? '',
    limits: usualLimits,
    onTrouble,
  });
  process.on('message', () => {
    globalThis.gc?.();
    const { rss, heapUsed: heap } = process.memoryUsage();
    process.send?.({ rss, heap });
  });
  process.send?.({ host });
}

if (process.argv[2] === 'serve') await serve();
else await inScratchDatabase('sockets', measure);
