/** The counts of the board against the to-dos that they count, whoever writes at the same moment. */
import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Knex } from 'knex';

import { testDatabase } from '../tests/support/database.ts';
import { populate, type People } from '../tests/support/people.ts';
import { foldBoard, wrongBoardCounts } from './board-counts.ts';
import { board } from './board.ts';
import { connect } from './connect.ts';

const { knex, url } = testDatabase();
const dayMs = 86_400_000;
let others: Knex;
let people: People;

beforeAll(async () => {
  people = await populate(knex);
  others = connect(url, 4);
});
afterAll(async () => {
  await others.destroy();
});
beforeEach(async () => {
  await open(60);
});
afterEach(async () => {
  await knex('tasks').delete();
  await knex('cases').delete();
});

describe('the counts', () => {
  it('follow whatever becomes of the to-dos, folded or not', async () => {
    expect(await wrongBoardCounts(knex)).toEqual([]);
    expect((await totals()).open).toBe(60);
    await knex('tasks').where({ stage: 'accept' }).update({ stage: 'handle', status: 'disputed', urges: 2 });
    await knex('tasks')
      .where({ stage: 'review' })
      .update({ centre_id: 'west', assignee_id: people.west[0], warned: true, escalated: true });
    await foldBoard(knex);
    await knex('tasks').where({ centre_id: 'west', assignee_id: people.west[0] }).andWhere('urges', 0).delete();
    await knex('tasks').where({ stage: 'handle' }).update({ status: 'awaiting-materials', assignee_id: null });
    expect(await wrongBoardCounts(knex)).toEqual([]);
    await foldBoard(knex);
    expect(await wrongBoardCounts(knex)).toEqual([]);
    await knex('tasks').delete();
    await foldBoard(knex);
    expect([await wrongBoardCounts(knex), await knex('board_counts')]).toEqual([[], []]);
  });

  it('write nothing when nothing changes that they count', async () => {
    await foldBoard(knex);
    await knex('tasks').update({ version: 9, due_at: new Date(), rank: 0 });
    expect(await knex('board_changes')).toEqual([]);
  });

  it('keep together what was opened long ago, and still know what leaves it', async () => {
    const long = await knex('tasks').where('opened_at', '<', new Date(Date.now() - 32 * dayMs));
    expect(long.length).toBeGreaterThan(5);
    const before = await board(knex, ['east', 'west']);
    await foldBoard(knex);
    expect(await board(knex, ['east', 'west'])).toEqual(before);
    const { rows: days } = await knex.raw<{ rows: object[] }>(
      `SELECT DISTINCT opened_on::text FROM board_counts WHERE opened_on < now() - interval '33 days'`,
    );
    expect(days).toEqual([{ opened_on: '-infinity' }]);
    await knex('tasks')
      .where('opened_at', '<', new Date(Date.now() - 32 * dayMs))
      .delete();
    expect((await totals()).ages.older).toBe(before.totals.ages.older - long.length);
    expect(await wrongBoardCounts(knex)).toEqual([]);
  });

  it('let two write what is counted together without waiting for each other, or for the fold', async () => {
    const [one, other] = await Promise.all([others.transaction(), others.transaction()]);
    const ids = await knex('tasks').where({ stage: 'accept', centre_id: 'east', urges: 0 }).limit(2).pluck<string[]>('case_id');
    await Promise.all([one, other].map((trx) => trx.raw(`SET LOCAL lock_timeout = '200ms'`)));
    await one('tasks').where({ case_id: ids[0] }).update({ urges: 5 });
    await other('tasks').where({ case_id: ids[1] }).update({ urges: 5 });
    await foldBoard(knex);
    const urged = (await totals()).urged;
    await Promise.all([one.commit(), other.commit()]);
    expect((await totals()).urged).toBe(urged + 2);
    expect(await wrongBoardCounts(knex)).toEqual([]);
  });

  it('are exact while many write and some fold at once', async () => {
    const writing = { done: false };
    const folding = (async () => {
      while (!writing.done) await Promise.all([foldBoard(others), foldBoard(others)]);
    })();
    const wrong: string[] = [];
    const looking = (async () => {
      while (!writing.done) wrong.push(...(await wrongBoardCounts(knex)));
    })();
    const ids = await knex('tasks').pluck<string[]>('case_id');
    const stages = ['accept', 'handle', 'review'];
    await Promise.all(
      ids.map(async (case_id, n) => {
        for (let turn = 0; turn < 5; turn += 1) {
          const change = {
            stage: stages[(n + turn) % 3],
            urges: turn,
            warned: turn % 2 === 0,
            assignee_id: turn === 2 ? null : people.east[n % 2],
          };
          if (turn === 3 && n % 4 === 0) await others('tasks').where({ case_id }).delete();
          else await others('tasks').where({ case_id }).update(change);
        }
      }),
    );
    writing.done = true;
    await Promise.all([folding, looking]);
    expect(wrong).toEqual([]);
    expect(await wrongBoardCounts(knex)).toEqual([]);
    expect((await totals()).open).toBe(45);
  });
});

describe('the check', () => {
  it('tells of a count that is not what the to-dos say', async () => {
    await foldBoard(knex);
    expect(
      await afterDamage(`UPDATE board_counts SET open = open + 2, urged = urged - 1 WHERE counted_by = 'stage' AND stage = 'accept'`),
    ).toEqual(['the board of east miscounts the work-order at quota, accept: open by 2, urged by -1']);
    expect(await afterDamage(`UPDATE board_counts SET open = open + 1 WHERE stage = 'review' AND opened_on = '-infinity'`)).toEqual([
      'the board of east miscounts the work-order at quota, review since -infinity: open by 1',
    ]);
    expect(await afterDamage(`DELETE FROM board_counts WHERE counted_by = 'holder' AND assignee_id IS NULL`)).toEqual([
      'the board of east miscounts the work-order held by nobody: open by -12, in_time by -8, warned by -2, overdue by -2, urged by -3, unassigned by -12',
    ]);
    expect(await afterDamage(`DELETE FROM tasks WHERE stage = 'accept'`)).toEqual([]);
  });
});

/** What is found when something was done to the counts, which is undone again. */
async function afterDamage(sql: string): Promise<string[]> {
  const trx = await knex.transaction();
  await trx.raw(sql);
  const found = await wrongBoardCounts(trx);
  await trx.rollback();
  return found;
}

const totals = async () => (await board(knex, ['east', 'west'])).totals;

/** Orders of the east in every stage, opened today and up to two months ago. */
async function open(many: number): Promise<void> {
  const rows = [...Array(many).keys()].map((n) => ({
    id: randomUUID(),
    kind: 'work-order',
    region_id: 'region',
    centre_id: 'east',
    type_id: 'quota',
    assignee_id: n % 5 === 0 ? null : people.east[n % 2],
    status: 'in-progress',
    version: 1,
    opened_at: new Date(Date.now() - n * dayMs),
    n,
  }));
  await knex('cases').insert(
    rows.map(({ n, ...row }) => ({
      ...row,
      number: `GD${String(n)}`,
      identity_id: people.taxpayer,
      state: '{}',
      changed_at: row.opened_at,
      live: true,
    })),
  );
  await knex('tasks').insert(
    rows.map(({ n, id, ...row }) => ({
      ...row,
      case_id: id,
      turn: 'officer',
      rank: 1,
      due_at: row.opened_at,
      warned: n % 3 === 0,
      escalated: n % 6 === 0,
      stage: ['accept', 'handle', 'review'][n % 3],
      urges: n % 4 === 0 ? 1 : 0,
      search: '',
    })),
  );
}
