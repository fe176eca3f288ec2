/**
 * `npm run bench:housekeeping`: one round of the archive queue and of the sweeps beside 1,000,000 closed cases, whose histories are
 * archived but for a few. Prints p50 and p95 of each, beside the scan of all closed cases that a round without a queue needs, and the
 * scans of every plan. Fails when a round takes longer than its limit or reads a growing table as a whole.
 *
 * DATABASE_URL names a server that may make databases, else one is started. CASES sets another size.
 */
import type { Knex } from 'knex';

import { dueRuns } from '../db/archive.ts';
import { foldLooks } from '../db/audit-upkeep.ts';
import { sweepUnadopted } from '../db/contents.ts';
import { sweepExpired } from '../db/expired.ts';
import { line, quantile } from './figures.ts';
import { fillClosed } from './housekeeping-data.ts';
import { compare, inScratchDatabase, type Asked, type Verdict } from './statements.ts';

const cases = Number(process.env['CASES'] ?? 1_000_000);
/** The most histories of one round, as the worker takes them. */
const roundSize = 500;
const rounds = 50;
/** The scan is measured in rounds of its own: it takes a hundred times as long. */
const scanRounds = 5;
/** p95 of one round in milliseconds, seen by a client of the database. */
const limit = 20;
/** One row by primary key; where it takes longer, others use the machine and times say nothing. */
const quietBareMs = 2;

const bareLimit: Asked = {
  name: 'bare limit: a row by primary key',
  work: (on) => on.raw('SELECT * FROM cases WHERE id = :id', { id: '00000000-0000-4000-8000-000000000000' }),
  limit: null,
};

await inScratchDatabase('housekeeping', measure);

async function measure(knex: Knex): Promise<Verdict> {
  const began = Date.now();
  line(`filling ${String(cases)} closed cases …`);
  const queued = await fillClosed(knex, cases);
  line(`filled in ${String(Math.round((Date.now() - began) / 1_000))} s; ${String(queued)} histories are to be archived`);
  const yesterday = new Date(Date.now() - 24 * 3_600_000);
  const noFile = (): Promise<void> => Promise.reject(new Error('there is no file to remove'));
  const chores: Asked[] = [
    { name: 'archive: due histories', work: (on) => dueRuns(on, roundSize), limit },
    { name: 'sweep of what no case took up', work: (on) => sweepUnadopted(on, yesterday, noFile), limit },
    { name: 'sweep of what has run out', work: (on) => sweepExpired(on), limit },
    { name: 'counts of looks that are over', work: (on) => foldLooks(on), limit },
  ];
  const { verdict } = await compare(knex, [bareLimit, ...chores], rounds, quietBareMs);
  await besideTheScan(knex);
  return verdict;
}

/** What a round was without a queue: all closed cases beside all archived histories. */
async function scan(knex: Knex): Promise<unknown> {
  return await knex('cases')
    .leftJoin('case_histories', 'case_histories.case_id', 'cases.id')
    .where('cases.live', false)
    .whereNull('case_histories.case_id')
    .orderBy('cases.closed_at')
    .limit(roundSize)
    .select('cases.id', 'cases.kind');
}

async function besideTheScan(knex: Knex): Promise<void> {
  const [queue, scanned] = [await medianOf(() => dueRuns(knex, roundSize)), await medianOf(() => scan(knex))];
  line(
    `the scan of all closed cases takes ${scanned.toFixed(1)} ms, the queue ${queue.toFixed(1)} ms: ratio ${(scanned / queue).toFixed(1)}`,
  );
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < scanRounds; round += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return quantile(times, 0.5);
}
