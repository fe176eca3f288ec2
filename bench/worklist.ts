/**
 * `npm run bench:worklist`: the worklist with 1,000,000 open tasks in 50 centres, asked for by the busiest of them. Prints p50
 * and p95 of first, filtered and thousandth pages and of the counts beside the bare limit (as many rows by primary key in one
 * statement), and the scans of every plan. Fails when a limit is broken or a plan reads a growing table as a whole.
 *
 * DATABASE_URL names a server that may make databases, else one is started. TASKS sets another size.
 */
import type { Knex } from 'knex';

import { countsQuery } from '../db/worklist-counts.ts';
import { worklistQuery, type OpenWork } from '../db/worklist.ts';
import { line } from './figures.ts';
import { compare, inScratchDatabase, type Asked, type Verdict } from './statements.ts';
import { fillWorklist } from './worklist-data.ts';

const size = { tasks: Number(process.env['TASKS'] ?? 1_000_000), centres: 50, officersOfCentre: 20 };
const pageSize = 30;
const rounds = 200;
/** p95 in milliseconds, seen by a client of the database. */
const limits = { page: 10, counts: 20 };
/** A few dozen rows by key take about a millisecond; where they take longer, others use the machine and times say nothing. */
const quietBareMs = 4;

await inScratchDatabase('worklist', measure);

async function measure(knex: Knex): Promise<Verdict> {
  const began = Date.now();
  line(`filling ${String(size.tasks)} open tasks in ${String(size.centres)} centres …`);
  const { centreId, officerId, typeId } = await fillWorklist(knex, size);
  line(`filled in ${String(Math.round((Date.now() - began) / 1_000))} s; the busiest centre has ${String(await inCentre(knex, centreId))}`);
  const { verdict, ratioOf } = await compare(
    knex,
    [await bareLimit(knex), ...(await pagesOf(knex, { centreId, officerId, view: 'centre', sort: 'due' }, typeId))],
    rounds,
    quietBareMs,
  );
  line(`ratio of the first page to the bare limit: ${ratioOf('first page').toFixed(2)}`);
  return verdict;
}

async function pagesOf(knex: Knex, base: OpenWork, typeId: string): Promise<Asked[]> {
  const page = (name: string, filter: Partial<OpenWork>, after: Parameters<typeof worklistQuery>[2] = null): Asked => {
    const { sql, bindings } = worklistQuery({ ...base, ...filter }, pageSize + 1, after);
    return { name, work: (on) => on.raw(sql, bindings), limit: limits.page };
  };
  return [
    page('first page', {}),
    page('first page, mine', { view: 'mine' }),
    page('first page, unassigned', { view: 'unassigned' }),
    page('first page, overdue', { view: 'overdue' }),
    page('filtered by kind, a frequent one', { kind: 'work-order' }),
    page('filtered by kind, a rare one', { kind: 'service-form' }),
    page('filtered by kind, mine', { view: 'mine', kind: 'service-form' }),
    page('filtered by kind, unassigned', { view: 'unassigned', kind: 'service-form' }),
    page('filtered by kind, waiting', { view: 'waiting', kind: 'service-form' }),
    page('filtered by kind, overdue', { view: 'overdue', kind: 'service-form' }),
    page('searched within a kind', { kind: 'service-form', q: '发票' }),
    page('filtered by type', { typeId }),
    page('filtered by type, mine', { view: 'mine', typeId }),
    page('searched, frequent word', { q: '发票' }),
    page('searched, no such word', { q: '罄竹' }),
    page('searched, part of a number', { q: '9500123' }),
    page('searched, one company', { q: '第5012贸易' }),
    page('latest opened first', { sort: 'opened' }),
    page('latest event first', { sort: 'activity' }),
    page('latest event first, filtered by kind', { sort: 'activity', kind: 'service-form' }),
    page('page 1,000', {}, await positionOf(knex, base.centreId, 999 * pageSize)),
    {
      name: 'counts',
      work: (on) => on.raw(countsQuery, { centreId: base.centreId, officerId: base.officerId }),
      limit: limits.counts,
    },
  ];
}

/** As many rows as a page shows, by primary key, one for one. */
async function bareLimit(knex: Knex): Promise<Asked> {
  const ids = await knex('cases')
    .orderByRaw('md5(id::text)')
    .limit(pageSize + 1)
    .pluck<string[]>('id');
  return {
    name: 'bare limit: rows by primary key',
    work: (on) => on.raw('SELECT * FROM cases WHERE id = ANY (:ids::uuid[])', { ids }),
    limit: null,
  };
}

/** Where a page ends, found the slow way that the pages themselves do not need. */
async function positionOf(knex: Knex, centreId: string, offset: number): Promise<[number, number, number, string]> {
  const row = await knex('tasks')
    .where({ centre_id: centreId, turn: 'officer' })
    .orderBy(['rank', 'due_at', 'opened_at', 'case_id'])
    .offset(offset - 1)
    .first<{ rank: number; due_at: Date; opened_at: Date; case_id: string } | undefined>('rank', 'due_at', 'opened_at', 'case_id');
  if (!row) throw new Error(`the centre has no page 1,000: TASKS is too small`);
  return [row.rank, row.due_at.getTime(), row.opened_at.getTime(), row.case_id];
}

async function inCentre(knex: Knex, centreId: string): Promise<number> {
  const [counted] = await knex('tasks').where({ centre_id: centreId }).count<{ count: number }[]>('* as count');
  return counted?.count ?? 0;
}
