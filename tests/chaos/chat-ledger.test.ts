/**
 * The ledger of conversations: simulated taxpayers and officers talk over real sockets and HTTP while processes are killed and lines are
 * cut. At the end every acknowledged message is on both screens once and in order, nobody has spoken without the floor, and every
 * conversation has ended properly. `CHAT_VISITS` makes it longer; `CHAT_SEED` repeats a run. `npm run chaos` is the long form, which prints a
 * table of what happened.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';

import { connect } from '../../db/connect.ts';
import { live } from '../../simulate/day.ts';
import type { Ledger } from '../../simulate/ledger.ts';
import { usualHabits, type Habits } from '../../simulate/habits.ts';
import type { LiveLine } from '../../simulate/live-line.ts';
import { Random } from '../../simulate/random.ts';
import { sleep } from '../../simulate/waiting.ts';
import { demoPassword } from '../../stack/demo/people.ts';
import { verify } from '../../workers/verification.ts';
import { allDay, setSettings } from '../support/settings.ts';
import { RunningProduct, type Part } from '../support/running-product.ts';

const visits = Number(process.env['CHAT_VISITS'] ?? 80);
const seed = Number(process.env['CHAT_SEED'] ?? 7);
const limitMs = Math.max(420_000, visits * 6_000);
const officers = ['agent1', 'agent2', 'agent3'];
const capacity = 8;
const habits: Habits = {
  ...usualHabits,
  typingMs: 250,
  rounds: [20, 45],
  patienceMs: 90_000,
  wantsOfficer: 1,
  handsOver: 0.2,
  // Orders and forms have chaos of their own (`kill.test.ts`).
  opensOrder: 0,
  sendsForm: 0,
  sendsFile: 0.05,
};
/** In the order in which they are killed while people talk, with a pause after each. The long form begins again, more slowly. */
const victims: readonly Part[] = ['web', 'worker', 'postgres', 'web', 'temporal'];
const isLong = visits > 200;
const betweenKillsMs = isLong ? 30_000 : 9_000;

let dataDir: string;
let product: RunningProduct;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'zhengna-ledger-'));
  product = await RunningProduct.start(dataDir, { RATE_FACTOR: '1000' });
  await setSettings(product.origin, 'admin', { ...allDay, 'conversation.offerMinutes': 1 });
  const knex = connect(product.services().databaseUrl, 1);
  await knex('officers').whereIn('login', officers).update({ capacity });
  await knex.destroy();
}, 240_000);
afterAll(async () => {
  await product.stop();
  if (process.env['KEEP_CHAOS'] === undefined) rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

it(
  'holds while web, worker, database and Temporal are killed and lines are cut',
  async () => {
    const random = new Random(seed);
    const lines: LiveLine[] = [];
    const ended: string[] = [];
    const failures: unknown[] = [];
    let most = 0;
    const watching = watchLoads((load) => (most = Math.max(most, load)));
    const visiting = { over: false };
    const day = live({
      origin: product.origin,
      seed,
      habits,
      officers,
      password: demoPassword,
      visits,
      atOnce: officers.length * capacity,
      perHour: null,
      speed: 1,
      fromHour: 9,
      onVisit: (visit, error) => (error === undefined ? ended.push(visit) : failures.push(error)),
      onLine: (line) => lines.push(line),
    }).finally(() => (visiting.over = true));
    const began = Date.now();
    const kills = new Map<Part, number>();
    let cuts = 0;
    await sleep(betweenKillsMs);
    for (let round = 0; round === 0 || (isLong && !visiting.over); round += 1)
      for (const victim of victims) {
        if (visiting.over) break;
        product.kill(victim);
        kills.set(victim, (kills.get(victim) ?? 0) + 1);
        // The newest lines are those that are open.
        for (let cut = 0; cut < 5; cut += 1) random.pick(lines.slice(-2 * officers.length * capacity)).cut();
        cuts += 5;
        await sleep(betweenKillsMs);
      }
    const ledger = await day;
    const minutes = (Date.now() - began) / 60_000;
    await watching.stop();
    expect(failures).toEqual([]);
    expect(ended).toHaveLength(visits);
    expect(ended.filter((visit) => visit === 'served').length).toBeGreaterThan(visits / 2);
    expect(most).toBeLessThanOrEqual(capacity);
    expect(await ledger.faults(60_000)).toEqual([]);
    expect(ledger.messages).toBeGreaterThan(visits * 40);
    await behindThePages(ledger.conversations);
    if (isLong) tell({ ledger, ended, kills, cuts, minutes, most });
  },
  limitMs,
);

/** Prints what happened, as a table. */
function tell(run: {
  ledger: Ledger;
  ended: readonly string[];
  kills: ReadonlyMap<Part, number>;
  cuts: number;
  minutes: number;
  most: number;
}): void {
  const { ledger, ended, kills, cuts, minutes, most } = run;
  const rows: [string, string | number][] = [
    ['seed', seed],
    ['conversations', ledger.conversations.length],
    ['acknowledged messages', ledger.messages],
    ['with an officer', ended.filter((visit) => visit === 'served').length],
    ['minutes', minutes.toFixed(1)],
    ['kills', [...kills].map(([part, count]) => `${part} ${String(count)}`).join(', ')],
    ['lines cut', cuts],
    ['most conversations of one officer', `${String(most)} of ${String(capacity)}`],
    ['messages lost, doubled or out of order', 0],
    ['words without the floor, or after the end', 0],
    ['conversations not ended, or other than their workflow', 0],
  ];
  process.stdout.write(
    `\n| what | how many |\n| --- | --- |\n${rows.map(([what, count]) => `| ${what} | ${String(count)} |`).join('\n')}\n`,
  );
}

/** Looks at the loads of the officers all the time. */
function watchLoads(seen: (load: number) => void): { stop: () => Promise<void> } {
  const knex = connect(product.services().databaseUrl, 1);
  const watching = { stopped: false };
  const watch = (async () => {
    while (!watching.stopped) {
      // PostgreSQL is killed, too.
      const found = await knex
        .raw<{ rows: { load: number }[] }>('SELECT count(*)::int AS load FROM chats WHERE held_by IS NOT NULL GROUP BY held_by')
        .catch(() => ({ rows: [] }));
      for (const { load } of found.rows) seen(load);
      await sleep(200);
    }
    await knex.destroy();
  })();
  return {
    stop: () => {
      watching.stopped = true;
      return watch;
    },
  };
}

/** Nobody wrote without the floor, every conversation has ended, and the rows are what the workflows say. */
async function behindThePages(ids: readonly string[]): Promise<void> {
  const { databaseUrl, temporalAddress } = product.services();
  const knex = connect(databaseUrl, 2);
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const { rows: stray } = await knex.raw<{ rows: object[] }>(
      `SELECT m.case_id, m.seq, m.epoch FROM chat_messages m
       WHERE m.case_id = ANY (:ids) AND m.speaker = 'officer' AND m.audience = 'everybody' AND NOT EXISTS (
         SELECT FROM case_events e WHERE e.case_id = m.case_id AND e.version = m.epoch
           AND (e.type = 'accepted' AND e.actor_id = m.speaker_id OR e.type = 'connected' AND (e.data ->> 'officerId')::uuid = m.speaker_id))`,
      { ids },
    );
    expect(stray).toEqual([]);
    const { rows: after } = await knex.raw<{ rows: object[] }>(
      `SELECT m.case_id, m.seq FROM chat_messages m
       JOIN chat_messages line ON line.month = m.month AND line.case_id = m.case_id AND line.type = 'line' AND line.data ->> 'event' = 'closed'
       WHERE m.case_id = ANY (:ids) AND m.speaker IN ('taxpayer', 'officer', 'robot') AND m.seq > line.seq`,
      { ids },
    );
    expect(after).toEqual([]);
    const open = await knex('cases').whereIn('id', ids).whereNotIn('status', ['ended', 'rated']).pluck('id');
    expect(open).toEqual([]);
    expect((await verify(knex, new Client({ connection }))).discrepancies).toEqual([]);
  } finally {
    await knex.destroy();
    await connection.close();
  }
}
