/**
 * `npm run bench:worklist`: the worklist with 1,000,000 open tasks in 50 centres, asked for by the busiest of them. Prints p50
 * and p95 of first, filtered and thousandth pages and of the counts beside the bare limit (as many rows by primary key in one
 * statement), and the scans of every plan. Fails when a limit is broken or a plan reads a growing table as a whole.
 *
 * DATABASE_URL names a server that may make databases, else one is started. TASKS sets another size.
 */
import { randomBytes } from 'node:crypto';

import type { Knex } from 'knex';

import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { countsQuery, worklistQuery, type WorklistFilter } from '../db/worklist.ts';
import { startTestPostgres, type TestService } from '../stack/testing.ts';
import { line, quantile } from './figures.ts';
import { fillWorklist } from './worklist-data.ts';

const size = { tasks: Number(process.env['TASKS'] ?? 1_000_000), centres: 50, officersOfCentre: 20 };
const pageSize = 30;
const rounds = 200;
/** p95 in milliseconds, seen by a client of the database. */
const limits = { page: 10, counts: 20 };
/** A few dozen rows by key take about a millisecond; where they take longer, others use the machine and times say nothing. */
const quietBareMs = 4;
/** Reference data stay small; these grow with every case. */
const growing = ['tasks', 'cases', 'case_events', 'texts', 'identities'];

interface Statement {
  name: string;
  sql: string;
  bindings: Record<string, unknown>;
  limit: number | null;
}

const service: TestService | null = process.env['DATABASE_URL'] === undefined ? await startTestPostgres() : null;
const adminUrl = service?.address ?? process.env['DATABASE_URL'] ?? '';
const database = `bench_worklist_${randomBytes(4).toString('hex')}`;
const admin = connect(adminUrl, 1);
try {
  await admin.raw('CREATE DATABASE ??', [database]);
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  await migrate(url.href);
  const knex = connect(url.href, 1);
  try {
    process.exitCode = { good: 0, broken: 1, busy: 2 }[await measure(knex)];
  } finally {
    await knex.destroy();
    await admin.raw('DROP DATABASE ?? WITH (FORCE)', [database]);
  }
} finally {
  await admin.destroy();
  await service?.stop();
}

async function measure(knex: Knex): Promise<'good' | 'broken' | 'busy'> {
  const began = Date.now();
  line(`filling ${String(size.tasks)} open tasks in ${String(size.centres)} centres …`);
  const { centreId, officerId, typeId } = await fillWorklist(knex, size);
  line(`filled in ${String(Math.round((Date.now() - began) / 1_000))} s; the busiest centre has ${String(await inCentre(knex, centreId))}`);
  const statements = await statementsFor(knex, { centreId, officerId, view: 'centre' }, typeId);
  const bare = await bareLimit(knex);
  const results = await inTurns(knex, [bare, ...statements]);
  const base = quantile(results.get(bare.name) ?? [], 0.5);
  const busy = quantile(results.get(bare.name) ?? [], 0.95) > quietBareMs;

  line('');
  line(`${'statement'.padEnd(34)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}${'limit'.padStart(7)}${'ratio'.padStart(8)}   scans`);
  let good = true;
  for (const { name, sql, bindings, limit } of [bare, ...statements]) {
    const times = results.get(name) ?? [];
    const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
    const scans = await scansOf(knex, sql, bindings);
    const whole = scans.filter(({ node, table }) => node.includes('Seq Scan') && growing.includes(table));
    const broken = whole.length > 0 || (!busy && limit !== null && p95 > limit);
    good &&= !broken;
    const shown = [
      ...new Set(scans.filter(({ table }) => growing.includes(table)).map(({ node, index, table }) => `${node} ${index ?? table}`)),
    ].join(', ');
    line(
      `${name.padEnd(34)}${p50.toFixed(2).padStart(9)}${p95.toFixed(2).padStart(9)}${(limit === null ? '–' : `< ${String(limit)}`).padStart(7)}${(p50 / base).toFixed(1).padStart(8)}   ${shown}${broken ? '   ← BROKEN' : ''}`,
    );
  }
  line('');
  line(`ratio of the first page to the bare limit: ${(quantile(results.get('first page') ?? [], 0.5) / base).toFixed(2)}`);
  if (!good) line('a limit is broken');
  else if (busy)
    line('no growing table is read as a whole; the machine is too busy for its times to say anything: measure again when it is quiet');
  else line('all within their limits; no growing table is read as a whole');
  return good ? (busy ? 'busy' : 'good') : 'broken';
}

async function statementsFor(knex: Knex, base: WorklistFilter, typeId: string): Promise<Statement[]> {
  const page = (name: string, filter: Partial<WorklistFilter>, after: Parameters<typeof worklistQuery>[2] = null): Statement => ({
    name,
    ...worklistQuery({ ...base, ...filter }, pageSize + 1, after),
    limit: limits.page,
  });
  return [
    page('first page', {}),
    page('first page, mine', { view: 'mine' }),
    page('first page, unassigned', { view: 'unassigned' }),
    page('first page, overdue', { view: 'overdue' }),
    page('filtered by type', { typeId }),
    page('filtered by type, mine', { view: 'mine', typeId }),
    page('searched, frequent word', { q: '发票' }),
    page('searched, no such word', { q: '罄竹' }),
    page('searched, part of a number', { q: '9500123' }),
    page('searched, one company', { q: '第5012贸易' }),
    page('page 1,000', {}, await positionOf(knex, base.centreId, 999 * pageSize)),
    { name: 'counts', sql: countsQuery, bindings: { centreId: base.centreId, officerId: base.officerId }, limit: limits.counts },
  ];
}

/** As many rows as a page shows, by primary key, one for one. */
async function bareLimit(knex: Knex): Promise<Statement> {
  const ids = await knex('cases')
    .orderByRaw('md5(id::text)')
    .limit(pageSize + 1)
    .pluck<string[]>('id');
  return {
    name: 'bare limit: rows by primary key',
    sql: 'SELECT * FROM cases WHERE id = ANY (:ids::uuid[])',
    bindings: { ids },
    limit: null,
  };
}

/** Where a page ends, found the slow way that the pages themselves do not need. */
async function positionOf(knex: Knex, centreId: string, offset: number): Promise<[number, number, string]> {
  const row = await knex('tasks')
    .where({ centre_id: centreId, turn: 'officer' })
    .orderBy(['rank', 'due_at', 'case_id'])
    .offset(offset - 1)
    .first<{ rank: number; due_at: Date; case_id: string } | undefined>('rank', 'due_at', 'case_id');
  if (!row) throw new Error(`the centre has no page 1,000: TASKS is too small`);
  return [row.rank, row.due_at.getTime(), row.case_id];
}

async function inCentre(knex: Knex, centreId: string): Promise<number> {
  const [counted] = await knex('tasks').where({ centre_id: centreId }).count<{ count: number }[]>('* as count');
  return counted?.count ?? 0;
}

/** One of each in every round, so that whatever else the machine does meets all alike. */
async function inTurns(knex: Knex, statements: readonly Statement[]): Promise<Map<string, number[]>> {
  const times = new Map<string, number[]>(statements.map(({ name }) => [name, []]));
  for (let round = -5; round < rounds; round += 1) {
    for (const { name, sql, bindings } of statements) {
      const began = performance.now();
      await knex.raw(sql, bindings as Knex.ValueDict);
      if (round >= 0) times.get(name)?.push(performance.now() - began);
    }
  }
  return times;
}

interface Scan {
  node: string;
  table: string;
  index: string | null;
}
interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}

/** What a plan reads, and how. */
async function scansOf(knex: Knex, sql: string, bindings: Record<string, unknown>): Promise<Scan[]> {
  const { rows } = await knex.raw<{ rows: { 'QUERY PLAN': { Plan: Plan }[] }[] }>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
    bindings as Knex.ValueDict,
  );
  const walk = (plan: Plan, above = ''): Scan[] => {
    const table = plan['Relation Name'] ?? above;
    const own =
      plan['Node Type'].includes('Scan') && table !== '' ? [{ node: plan['Node Type'], table, index: plan['Index Name'] ?? null }] : [];
    return [...own, ...(plan.Plans ?? []).flatMap((inner) => walk(inner, plan['Relation Name'] ?? ''))];
  };
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan: plan }) => walk(plan)));
}
