/** What benchmarks of lists share: a scratch database, turns that are fair, and a look at what plans read. */
import { randomBytes } from 'node:crypto';

import type { Knex } from 'knex';

import { connect, timeLimits } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { startTestPostgres, type TestService } from '../stack/testing.ts';
import { scansOf } from '../tests/support/scans.ts';
import { line, quantile } from './figures.ts';

/** Something that a page asks of the database. */
export interface Asked {
  name: string;
  work: (knex: Knex) => Promise<unknown>;
  /** p95 in milliseconds, seen by a client of the database; null for what others are measured against. */
  limit: number | null;
}

export type Verdict = 'good' | 'broken' | 'busy';

/**
 * Lets `measure` work in a migrated, empty database, and takes it away afterwards. DATABASE_URL names a server that may make
 * databases, else one is started. The process ends with 1 when a limit is broken, with 2 when the machine was too busy to tell.
 */
export async function inScratchDatabase(name: string, measure: (knex: Knex, databaseUrl: string) => Promise<Verdict>): Promise<void> {
  const service: TestService | null = process.env['DATABASE_URL'] === undefined ? await startTestPostgres() : null;
  const adminUrl = service?.address ?? process.env['DATABASE_URL'] ?? '';
  const database = `bench_${name}_${randomBytes(4).toString('hex')}`;
  const admin = connect(adminUrl, 1, timeLimits.tool);
  try {
    await admin.raw('CREATE DATABASE ??', [database]);
    const url = new URL(adminUrl);
    url.pathname = `/${database}`;
    await migrate(url.href);
    const knex = connect(url.href, 1, timeLimits.tool);
    try {
      process.exitCode = { good: 0, broken: 1, busy: 2 }[await measure(knex, url.href)];
    } finally {
      await knex.destroy();
      await admin.raw('DROP DATABASE ?? WITH (FORCE)', [database]);
    }
  } finally {
    await admin.destroy();
    await service?.stop();
  }
}

/** Reference data stay small; these grow with every case. */
const growing = ['tasks', 'cases', 'case_events', 'texts', 'identities'];

/**
 * Asks everything in turns and prints p50 and p95 of each beside the first, the bare limit, with the scans of its plans.
 * @param quietBareMs how long the bare limit takes at p95 on a machine that nobody else uses: where it takes longer, times say nothing
 */
export async function compare(
  knex: Knex,
  asked: readonly [bare: Asked, ...others: Asked[]],
  rounds: number,
  quietBareMs: number,
): Promise<{ verdict: Verdict; ratioOf: (name: string) => number }> {
  const [bare] = asked;
  const times = await inTurns(knex, asked, rounds);
  const timesOf = (name: string): number[] => times.get(name) ?? [];
  const base = quantile(timesOf(bare.name), 0.5);
  const busy = quantile(timesOf(bare.name), 0.95) > quietBareMs;
  const ratioOf = (name: string): number => quantile(timesOf(name), 0.5) / base;

  line('');
  line(`${'what'.padEnd(34)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}${'limit'.padStart(7)}${'ratio'.padStart(8)}   scans`);
  let good = true;
  for (const { name, work, limit } of asked) {
    const [p50, p95] = [quantile(timesOf(name), 0.5), quantile(timesOf(name), 0.95)];
    const scans = (await scansOf(knex, work)).filter(({ table }) => growing.includes(table));
    const broken = scans.some(({ node }) => node.includes('Seq Scan')) || (!busy && limit !== null && p95 > limit);
    good &&= !broken;
    const shown = [...new Set(scans.map(({ node, index, table }) => `${node} ${index ?? table}`))].join(', ');
    line(
      `${name.padEnd(34)}${p50.toFixed(2).padStart(9)}${p95.toFixed(2).padStart(9)}${(limit === null ? '–' : `< ${String(limit)}`).padStart(7)}${ratioOf(name).toFixed(1).padStart(8)}   ${shown}${broken ? '   ← BROKEN' : ''}`,
    );
  }
  line('');
  if (!good) line('a limit is broken');
  else if (busy)
    line('no growing table is read as a whole; the machine is too busy for its times to say anything: measure again when it is quiet');
  else line('all within their limits; no growing table is read as a whole');
  return { verdict: good ? (busy ? 'busy' : 'good') : 'broken', ratioOf };
}

/** One of each in every round, so that whatever else the machine does meets all alike. */
async function inTurns(knex: Knex, asked: readonly Asked[], rounds: number): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(asked.map(({ name }) => [name, []]));
  for (let round = -5; round < rounds; round += 1) {
    for (const { name, work } of asked) {
      const began = performance.now();
      await work(knex);
      if (round >= 0) times.get(name)?.push(performance.now() - began);
    }
  }
  return times;
}
