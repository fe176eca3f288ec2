/**
 * `npm run bench:board`: the supervisor's board over 1,000,000 open orders in 50 centres, looked at by the supervisor of the
 * busiest and by the administrator of them all, just before the table is tidied. Prints p50 and p95 of the board and of the lists
 * to which its numbers lead, beside the bare limit (one count of the centre's open orders), and the scans of every plan. Fails when
 * a limit is broken or a plan reads a growing table as a whole.
 *
 * DATABASE_URL names a server that may make databases, else one is started. TASKS sets another size.
 */
import type { Knex } from 'knex';

import { board } from '../db/board.ts';
import { supervisedPage, type SupervisionFilter } from '../db/supervision.ts';
import { fillBoard } from './board-data.ts';
import { line } from './figures.ts';
import { compare, inScratchDatabase, type Asked, type Verdict } from './statements.ts';

const size = { tasks: Number(process.env['TASKS'] ?? 1_000_000), centres: 50, officersOfCentre: 20 };
const pageSize = 30;
const rounds = 100;
/** p95 in milliseconds, seen by a client of the database. */
const limits = { board: 100, page: 20, regionPage: 200 };
/** One count of a centre's entries in an index; where it takes longer, others use the machine and times say nothing. */
const quietBareMs = 2 + (43 * size.tasks) / 1_000_000;

await inScratchDatabase('board', measure);

async function measure(knex: Knex): Promise<Verdict> {
  const began = Date.now();
  line(`filling ${String(size.tasks)} open orders in ${String(size.centres)} centres …`);
  const { centreId, officerId, typeId, stage } = await fillBoard(knex, size);
  const { totals } = await board(knex, [centreId]);
  line(`filled in ${String(Math.round((Date.now() - began) / 1_000))} s; the busiest centre has ${String(totals.open)}`);
  const region = await knex('centres').pluck<string[]>('id');
  const page = (name: string, filter: Partial<SupervisionFilter>, centreIds = [centreId]): Asked => ({
    name,
    work: (on) => supervisedPage(on, { state: 'open', centreIds, contents: true, kind: 'work-order', ...filter }, pageSize),
    limit: centreIds.length > 1 ? limits.regionPage : limits.page,
  });
  const { verdict, ratioOf } = await compare(
    knex,
    [
      {
        name: 'bare limit: one count',
        work: (on) => on.raw(`SELECT count(*) FROM tasks WHERE centre_id = :centreId AND kind = 'work-order'`, { centreId }),
        limit: null,
      },
      { name: 'board of a centre', work: (on) => board(on, [centreId]), limit: limits.board },
      { name: 'board of the region', work: (on) => board(on, region), limit: limits.board },
      page('list: all orders', {}),
      page('list: of a stage', { typeId, stage }),
      page('list: of a stage, in time', { typeId, stage, what: 'in-time' }),
      page('list: of a stage, overdue', { typeId, stage, what: 'overdue' }),
      page('list: overdue', { what: 'overdue' }),
      page('list: soon due', { what: 'warned' }),
      page('list: awaiting papers', { what: 'awaiting' }),
      page('list: urged', { what: 'urged' }),
      page('list: disputed', { what: 'disputed' }),
      page('list: of an officer', { assigneeId: officerId }),
      page('list: of an officer, urged', { assigneeId: officerId, what: 'urged' }),
      page('list: of nobody', { assigneeId: 'nobody' }),
      page('list: disputed, region', { what: 'disputed' }, region),
      page('list: of an age', { age: 'days-15' }),
      page('list: of an age, stage', { age: 'days-7', typeId, stage }),
      page('list: of an age, oldest', { age: 'older' }),
      page('list: of an age, region', { age: 'days-30' }, region),
      page('list: of a stage, overdue, region', { typeId, stage, what: 'overdue' }, region),
    ],
    rounds,
    quietBareMs,
  );
  line(`ratio of a centre's board to the bare limit: ${ratioOf('board of a centre').toFixed(2)}`);
  return verdict;
}
