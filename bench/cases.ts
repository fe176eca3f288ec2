/**
 * `npm run bench:cases`: full lives of a 留言 (提交 with assignment, 答复, 评价 which closes) and of a 工单 (four stages and a round of
 * papers) through the product's API, each beside a bare workflow with as many updates and one-row activities on the same server and
 * database, in turns. Prints lives a second, the ratios, the events of a life's history, and how long a single person waits for 提交
 * and 答复.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';

import { connect } from '../db/connect.ts';
import { openDesk } from '../tests/support/demo-desk.ts';
import { RunningProduct } from '../tests/support/running-product.ts';
import { bareQueue } from './bare/worker.ts';
import { bare, bareUpdates } from './bare/workflow.ts';
import { line, quantile } from './figures.ts';
import { orderLife, orderUpdates } from './order-life.ts';

const clients = 8;
const slices = 5;
const rounds = 5;
const singles = 60;

const dataDir = mkdtempSync(path.join(tmpdir(), 'zhengna-bench-'));
const product = await RunningProduct.start(dataDir, { RATE_FACTOR: '1000000', LOG_LEVEL: 'warn' });
try {
  await measure();
} finally {
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  // The bare peer writes into a table of its own, which only the owner may create.
  const { ownerUrl: databaseUrl, temporalAddress } = product.services();
  const knex = connect(databaseUrl, 4);
  await knex.raw('CREATE TABLE IF NOT EXISTS bench_rows (id uuid, step int, PRIMARY KEY (id, step))');
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection });
  const peer = fork(path.join(import.meta.dirname, 'bare', 'worker.ts'), {
    env: { ...process.env, DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress },
  });
  await new Promise((resolve) => peer.once('message', resolve));

  const desk = await openDesk(product.origin);
  const say = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });
  const waits = { submit: [] as number[], reply: [] as number[] };
  let lastCase = '';
  let lastOrder = '';

  const ours = async (timed = false): Promise<void> => {
    const id = randomUUID();
    lastCase = id;
    const submitted = performance.now();
    const opened = await desk.taxpayer.attempt(
      'PUT',
      `/api/messages/${id}`,
      { ...desk.form, text: '请问数电票额度如何调整?', uploadIds: [], reminder: 'inbox' },
      id,
    );
    if (timed) waits.submit.push(performance.now() - submitted);
    if (opened.status !== 200) throw new Error(JSON.stringify(opened));
    const holder = await knex('cases').where({ id }).first<{ assignee_id: string }>('assignee_id');
    const agent = desk.agents.get(holder.assignee_id);
    if (!agent) throw new Error('nobody holds it');
    const replied = performance.now();
    await succeeding(agent.attempt('POST', `/api/cases/${id}/commands/reply`, say('可以在电子税务局申请。')));
    if (timed) waits.reply.push(performance.now() - replied);
    await succeeding(desk.taxpayer.attempt('POST', `/api/cases/${id}/commands/rate`, { resolved: true, stars: 5 }));
  };
  const ourOrder = orderLife(desk, knex);
  const bareLife = async (updates: number): Promise<void> => {
    const id = randomUUID();
    const startWorkflowOperation = new WithStartWorkflowOperation(bare, {
      workflowId: `bare/${id}`,
      taskQueue: bareQueue,
      args: [id],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    await client.workflow.executeUpdateWithStart(bareUpdates.submit, { startWorkflowOperation });
    const handle = client.workflow.getHandle(`bare/${id}`);
    for (let update = 2; update < updates; update += 1) await handle.executeUpdate(bareUpdates.reply);
    await handle.executeUpdate(bareUpdates.close);
  };

  await compare('留言', ours, () => bareLife(3), 40);
  await compare(
    '工单',
    async () => {
      lastOrder = await ourOrder();
    },
    () => bareLife(orderUpdates),
    16,
  );

  for (let i = 0; i < singles; i += 1) await ours(true);
  const events = (await client.workflow.getHandle(`message/${lastCase}`).fetchHistory()).events?.length ?? 0;
  line(`history events of a 留言: ${String(events)} (aim: at most 40)`);
  const orderEvents = (await client.workflow.getHandle(`work-order/${lastOrder}`).fetchHistory()).events?.length ?? 0;
  line(`history events of a 工单 of ${String(orderUpdates)} updates: ${String(orderEvents)}`);
  for (const [what, aim] of [
    ['submit', 60],
    ['reply', 45],
  ] as const) {
    line(
      `${what}, one client: p50 ${quantile(waits[what], 0.5).toFixed(0)} ms, p95 ${quantile(waits[what], 0.95).toFixed(0)} ms (aim: ${String(aim)} ms)`,
    );
  }
  peer.disconnect();
  await knex.destroy();
  await connection.close();
}

async function succeeding(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(`${String(status)} ${JSON.stringify(body)}`);
}

/** Ours beside the bare limit, in rounds. */
async function compare(what: string, ours: () => Promise<void>, theirs: () => Promise<void>, livesASlice: number): Promise<void> {
  await timeOf(ours, livesASlice);
  await timeOf(theirs, livesASlice);
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    // In short turns, so that a machine that is slower for a while is so for both.
    const ms = { ours: 0, theirs: 0 };
    for (let slice = 0; slice < slices; slice += 1) {
      ms.ours += await timeOf(ours, livesASlice);
      ms.theirs += await timeOf(theirs, livesASlice);
    }
    const [a, b] = [ms.ours, ms.theirs].map((sum) => (slices * livesASlice * 1_000) / sum) as [number, number];
    ratios.push(a / b);
    line(`${what}, round ${String(round)}: ${a.toFixed(1)} lives/s through the API, ${b.toFixed(1)} bare, ratio ${(a / b).toFixed(2)}`);
  }
  const median = quantile(ratios, 0.5).toFixed(2);
  line(`${what}: ratio, median of ${String(rounds)} rounds with ${String(clients)} clients: ${median} (aim: at least 0.70)`);
}

/** How long so many lives take, with all clients at work, in milliseconds. */
async function timeOf(live: () => Promise<void>, lives: number): Promise<number> {
  let left = lives;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (left > 0) {
        left -= 1;
        await live();
      }
    }),
  );
  return performance.now() - began;
}
