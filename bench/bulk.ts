/**
 * `npm run bench:bulk`: a supervisor gives 1,000 cases to one officer, in one run that the worker does not survive: it is killed in the
 * middle. Prints how long the run took without and with the death, beside as many single reassignments by one client, and whether
 * anything was lost or done twice.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Knex } from 'knex';

import { connect } from '../db/connect.ts';
import { openDesk, type DemoDesk } from '../tests/support/demo-desk.ts';
import { RunningProduct } from '../tests/support/running-product.ts';
import { line } from './figures.ts';

const cases = 1_000;
const singles = 50;

async function measure(): Promise<void> {
  const desk = await openDesk(product.origin);
  const [first = '', second = ''] = desk.agents.keys();
  const ids = await submitted(desk, cases);

  const alone = performance.now();
  for (const id of ids.slice(0, singles)) {
    const to = (await holderOf(id)) === first ? second : first;
    await desk.supervisor.send('POST', `/api/cases/${id}/commands/reassign`, { officerId: to });
  }
  const eachMs = (performance.now() - alone) / singles;

  await settle(desk, ids, first);
  const whole = await run(desk, ids, second);
  const killed = await run(desk, ids, first, true);
  line(`one by one, one client: ${eachMs.toFixed(0)} ms a case`);
  line(`${String(cases)} in one run: ${seconds(whole)}, ${(eachMs / (whole / cases)).toFixed(1)} times as fast as one by one`);
  line(`${String(cases)} in one run whose worker was killed in the middle: ${seconds(killed)}`);
  const doubled = await twice(knex, ids);
  line(`lost: ${String((await heldBy(ids, first)) - cases)}, done twice: ${String(doubled)}`);
  if ((await heldBy(ids, first)) !== cases || doubled > 0) process.exitCode = 1;
}

async function submitted(desk: DemoDesk, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const left = [...ids];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop())
        await desk.taxpayer.send(
          'PUT',
          `/api/messages/${id}`,
          { ...desk.form, text: '请问数电票额度如何调整?', uploadIds: [], reminder: 'none' },
          id,
        );
    }),
  );
  return ids;
}

/** Everything with one officer, so that the runs have the same to do. */
const settle = (desk: DemoDesk, ids: string[], officerId: string): Promise<number> => run(desk, ids, officerId);

/** @returns how long it took, in milliseconds */
async function run(desk: DemoDesk, caseIds: string[], officerId: string, killing = false): Promise<number> {
  const id = randomUUID();
  const began = performance.now();
  await desk.supervisor.send('PUT', `/api/bulk-reassignments/${id}`, { officerId, caseIds });
  let killedYet = !killing;
  for (;;) {
    const { done, refused, finishedAt } = (await desk.supervisor.get(`/api/bulk-reassignments/${id}`)) as unknown as Progress;
    if (finishedAt !== null) return performance.now() - began;
    if (!killedYet && done + refused > cases / 2) {
      product.kill('worker');
      killedYet = true;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

interface Progress {
  done: number;
  refused: number;
  finishedAt: string | null;
}

const holderOf = async (id: string): Promise<string | undefined> =>
  (await knex('cases').where({ id }).first<{ assignee_id: string } | undefined>('assignee_id'))?.assignee_id;

const heldBy = async (ids: string[], officerId: string): Promise<number> =>
  (await knex('cases').whereIn('id', ids).where({ assignee_id: officerId }).count<{ count: number }[]>('* as count'))[0]?.count ?? 0;

/** Cases that were given to the same officer twice in a row. */
async function twice(database: Knex, ids: string[]): Promise<number> {
  const { rows } = await database.raw<{ rows: { count: number }[] }>(
    `SELECT count(*) FROM (
       SELECT data->>'officerId' AS now, lag(data->>'officerId') OVER (PARTITION BY case_id ORDER BY version) AS before
       FROM case_events WHERE case_id = ANY(?) AND type IN ('assigned', 'reassigned')) e WHERE now = before`,
    [ids],
  );
  return rows[0]?.count ?? 0;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const dataDir = mkdtempSync(path.join(tmpdir(), 'zhengna-bench-'));
const product = await RunningProduct.start(dataDir, { RATE_FACTOR: '1000000', LOG_LEVEL: 'warn' });
const knex = connect(product.services().databaseUrl, 4);
try {
  await measure();
} finally {
  await knex.destroy();
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
