/** The board against a plain count of the same rows, and every number of it against the list that it leads to. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { ages, daysOf } from '../domain/ages.ts';
import type { CaseKind } from '../domain/case.ts';
import { dayNumberOf, startOfDay } from '../domain/shanghai.ts';
import { testDatabase } from '../tests/support/database.ts';
import { populate, type People } from '../tests/support/people.ts';
import { foldBoard, type Standing } from './board-counts.ts';
import { board, type Board } from './board.ts';
import { CursorError } from './cursor.ts';
import { supervisedPage, type SupervisionFilter } from './supervision.ts';

const { knex } = testDatabase();
const both = ['east', 'west'];

interface Row {
  id: string;
  centre: string;
  kind: CaseKind;
  type: string;
  stage: string | null;
  status: string;
  assignee: string | null;
  warned: boolean;
  escalated: boolean;
  urges: number;
  /** For so many days it has been open. */
  days: number;
}
let people: People;
let rows: Row[];
let shown: Board;

beforeAll(async () => {
  people = await populate(knex);
  await knex('handling_groups').insert([
    { id: 'board-counter', region_id: 'region', centre_id: 'east', name: '受理组', name_en: 'Counter' },
    { id: 'board-zone', region_id: 'region', centre_id: 'west', name: '办理组', name_en: 'Zone' },
  ]);
  await type('quota-change', 1, [
    stage('accept', '受理', 'board-counter'),
    stage('old', '旧环节', 'board-counter'),
    stage('handle', '办理', 'board-zone'),
  ]);
  await type('quota-change', 2, [
    stage('accept', '受理岗', 'board-counter'),
    stage('handle', '办理', 'board-zone'),
    stage('review', '复核', 'board-counter'),
  ]);
  await type('refund-help', 1, [stage('accept', '受理', 'board-counter')]);
  await type('unused', 1, [stage('accept', '受理', 'board-counter')]);
  rows = [...Array(400).keys()].map(aRow);
  await keep(rows);
  shown = await board(knex, both);
}, 60_000);

describe('the board', () => {
  it('counts the orders by type and stage as they stand', () => {
    expect(countsOf(shown.totals)).toEqual(count(orders()));
    for (const each of shown.types) {
      expect(countsOf(each)).toEqual(count(orders().filter(({ type }) => type === each.id)));
      for (const one of each.stages) {
        expect(countsOf(one)).toEqual(count(orders().filter(({ type, stage }) => type === each.id && stage === one.key)));
      }
      expect(each.stages.reduce((sum, { open }) => sum + open, 0)).toBe(each.open);
    }
    const { open, in_time, warned, overdue, awaiting, ages: byAge } = shown.totals;
    expect(in_time + warned + overdue + awaiting).toBe(open);
    expect(Object.values(byAge).reduce((sum, number) => sum + number, 0)).toBe(open);
    for (const number of Object.values({ ...standingOf(shown.totals), ...byAge })) expect(number).toBeGreaterThan(0);
  });

  it('names the stages as the newest version that has them, in its order', () => {
    expect(shown.types.map(({ id }) => id)).toEqual(['quota-change', 'refund-help']);
    expect(shown.types[0]?.stages.map(({ key, name }) => [key, name])).toEqual([
      ['accept', '受理岗'],
      ['handle', '办理'],
      ['review', '复核'],
      ['old', '旧环节'],
    ]);
  });

  it('shows a centre its own orders, and of the stages without any those that its groups handle', async () => {
    const { totals, types } = await board(knex, ['west']);
    expect(countsOf(totals)).toEqual(count(orders().filter(({ centre }) => centre === 'west')));
    expect(types.map(({ id, stages }) => [id, stages.map(({ key }) => key)])).toEqual([['quota-change', ['handle', 'old']]]);
    expect(types[0]?.stages[0]?.open).toBe(0);
  });

  it('counts what each officer holds, orders and other kinds apart, the busiest first', () => {
    expect(shown.officers).toHaveLength(5);
    for (const { id, orders: held, others } of shown.officers) {
      expect(held).toEqual(standingOf(count(orders().filter(({ assignee }) => assignee === id))));
      for (const [kind, { open }] of Object.entries(others))
        expect([kind, open]).toEqual([kind, rows.filter((row) => row.assignee === id && row.kind === kind).length]);
    }
    const load = shown.officers.map(({ orders: held, others }) => held.open + others.message.open + others['service-form'].open);
    expect(load).toEqual([...load].sort((a, b) => b - a));
    expect(load.at(-1)).toBe(0);
  });

  it('still shows who works here no more but holds an order', async () => {
    const [leaver] = people.east;
    await knex('officers').where({ id: leaver }).update({ active: false });
    const { officers } = await board(knex, ['east']);
    await knex('officers').where({ id: leaver }).update({ active: true });
    expect(officers.map(({ id }) => id)).toContain(leaver);
  });

  it('is empty where nothing is open', async () => {
    const { totals, types, officers } = await board(knex, []);
    expect([countsOf(totals), types, officers]).toEqual([count([]), [], []]);
  });

  it('is the same when the changes have been folded into the counts', async () => {
    expect(await foldBoard(knex)).toBeGreaterThan(0);
    expect(await board(knex, both)).toEqual(shown);
    expect(await foldBoard(knex)).toBe(0);
  });
});

describe('each number', () => {
  it('is a list: of all orders, of a type, of a stage', async () => {
    await leads({}, shown.totals);
    for (const each of shown.types) {
      await leads({ typeId: each.id }, each);
      for (const one of each.stages) await leads({ typeId: each.id, stage: one.key }, one);
    }
  }, 60_000);

  it('is a list: of an officer, each kind apart', async () => {
    for (const { id, orders: held, others } of shown.officers) {
      await leads({ assigneeId: id }, held);
      for (const kind of ['message', 'service-form'] as const) {
        expect(await listed({ kind, assigneeId: id })).toHaveLength(others[kind].open);
        expect(await listed({ kind, assigneeId: id, what: 'overdue' })).toHaveLength(others[kind].overdue);
      }
    }
  }, 60_000);

  it('is a list: of an age, of all orders, of a type, of a stage', async () => {
    for (const age of ages) {
      expect(await listed({ age })).toHaveLength(shown.totals.ages[age]);
      for (const each of shown.types) {
        expect(await listed({ age, typeId: each.id })).toHaveLength(each.ages[age]);
        for (const one of each.stages) expect(await listed({ age, typeId: each.id, stage: one.key })).toHaveLength(one.ages[age]);
      }
    }
  }, 60_000);

  it('is a list of those of an age, the oldest first, page by page', async () => {
    const { from, to } = daysOf('days-30');
    const wanted = orders().filter(({ days }) => days >= from && days <= to);
    const whole = await listed({ age: 'days-30' }, 7);
    expect([...whole].sort()).toEqual(wanted.map(({ id }) => id).sort());
    const daysOpen = whole.map((id) => wanted.find((row) => row.id === id)?.days ?? 0);
    expect(daysOpen).toEqual([...daysOpen].sort((a, b) => b - a));
    expect(await listed({ age: 'older', what: 'overdue' })).toEqual(
      (await listed({ age: 'older' })).filter((id) => rows.find((row) => row.id === id)?.escalated),
    );
  });

  it('is a list of those rows and no others, by urgency, page by page', async () => {
    const whole = await listed({ kind: 'work-order', what: 'urged' });
    expect([...whole].sort()).toEqual(
      orders()
        .filter(({ urges }) => urges > 0)
        .map(({ id }) => id)
        .sort(),
    );
    expect(await listed({ kind: 'work-order', what: 'urged' }, 7)).toEqual(whole);
    expect(await listed({ kind: 'work-order', typeId: 'quota-change', stage: 'accept' }, 7)).toEqual(
      await listed({ kind: 'work-order', typeId: 'quota-change', stage: 'accept' }),
    );
  });

  it('has a cursor of its own', async () => {
    const { next } = await supervisedPage(knex, { ...open, what: 'urged' }, 2);
    for (const other of [{}, { what: 'overdue' }, { what: 'urged', stage: 'accept' }, { what: 'urged', age: 'older' }] as const) {
      await expect(supervisedPage(knex, { ...open, ...other }, 2, next ?? '')).rejects.toThrow(CursorError);
    }
  });
});

const open = { state: 'open', regionId: 'region', centreIds: both, contents: true } as const;

/** Every number of `expected` is that of the rows in the list it leads to. */
async function leads(filter: Partial<SupervisionFilter>, expected: Standing): Promise<void> {
  const of = async (more: Partial<SupervisionFilter>) => (await listed({ kind: 'work-order', ...filter, ...more })).length;
  expect({
    open: await of({}),
    in_time: await of({ what: 'in-time' }),
    warned: await of({ what: 'warned' }),
    overdue: await of({ what: 'overdue' }),
    awaiting: await of({ what: 'awaiting' }),
    urged: await of({ what: 'urged' }),
    disputed: await of({ what: 'disputed' }),
    ...(filter.assigneeId === undefined && { unassigned: await of({ assigneeId: 'nobody' }) }),
  }).toEqual(filter.assigneeId === undefined ? standingOf(expected) : { ...standingOf(expected), unassigned: undefined });
}

async function listed(filter: Partial<SupervisionFilter>, size = 100): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await supervisedPage(knex, { ...open, ...filter }, size, cursor);
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.next;
  }
  return ids;
}

const orders = (): Row[] => rows.filter(({ kind }) => kind === 'work-order');

function count(of: readonly Row[]): Counts {
  const how = (wanted: (row: Row) => boolean): number => of.filter(wanted).length;
  const papers = ({ status }: Row): boolean => status === 'awaiting-materials';
  return {
    open: of.length,
    in_time: how((row) => !papers(row) && !row.warned && !row.escalated),
    warned: how((row) => !papers(row) && row.warned && !row.escalated),
    overdue: how((row) => row.escalated),
    awaiting: how(papers),
    urged: how(({ urges }) => urges > 0),
    disputed: how(({ status }) => status === 'disputed'),
    unassigned: how(({ assignee }) => assignee === null),
    ages: {
      'days-3': how(({ days }) => days <= 3),
      'days-7': how(({ days }) => days > 3 && days <= 7),
      'days-15': how(({ days }) => days > 7 && days <= 15),
      'days-30': how(({ days }) => days > 15 && days <= 30),
      older: how(({ days }) => days > 30),
    },
  };
}

type Counts = Board['totals'];
const countsOf = (each: Counts): Counts => ({ ...standingOf(each), ages: each.ages });

const standingOf = ({ open, in_time, warned, overdue, awaiting, urged, disputed, unassigned }: Standing): Standing => ({
  open,
  in_time,
  warned,
  overdue,
  awaiting,
  urged,
  disputed,
  unassigned,
});

/** Every mixture of what a row can be, each number a turn of its own; the west has one stage only, and that of an older version. */
function aRow(n: number): Row {
  const turn = <T>(values: readonly T[], every: number): T => values[Math.floor(n / every) % values.length] as T;
  const west = n % 5 === 0;
  const kind = n % 7 === 0 ? 'message' : n % 13 === 0 ? 'service-form' : 'work-order';
  const status =
    kind === 'service-form'
      ? 'submitted'
      : kind === 'message'
        ? 'assigned'
        : turn(['in-progress', 'in-progress', 'awaiting-materials', 'disputed'], 3);
  const escalated = status !== 'awaiting-materials' && n % 11 === 0;
  return {
    id: randomUUID(),
    centre: west ? 'west' : 'east',
    kind,
    ...(kind !== 'work-order'
      ? { type: kind === 'message' ? 'invoice' : 'refund', stage: null }
      : west
        ? { type: 'quota-change', stage: 'old' }
        : turn([{ type: 'refund-help', stage: 'accept' }, ...stages.map((key) => ({ type: 'quota-change', stage: key }))], 3)),
    status,
    assignee: n % 6 === 0 ? null : turn(west ? people.west : people.east, 2),
    // Of an order that waits for papers it is the taxpayer who was reminded.
    warned: escalated || n % 4 === 0,
    escalated,
    urges: kind === 'work-order' && n % 9 === 0 ? 1 + (n % 3) : 0,
    days: (n * 17) % 45,
  };
}

const stages = ['accept', 'handle', 'review', 'old'];
const stage = (key: string, name: string, groupId: string) => ({ key, name, nameEn: key, groupId });

async function type(id: string, version: number, stages: object[]): Promise<void> {
  await knex('case_types').insert({ id, kind: 'work-order', region_id: 'region', name: id, name_en: id }).onConflict('id').ignore();
  await knex('type_versions').insert({ type_id: id, version, definition: JSON.stringify({ fields: [], papers: [], stages }) });
}

async function keep(all: readonly Row[]): Promise<void> {
  const at = new Date('2026-05-27T01:00:00Z').getTime();
  const today = dayNumberOf(Date.now());
  const common = ({ kind, centre, type: typeId, assignee, status, days }: Row, n: number) => ({
    kind,
    region_id: 'region',
    centre_id: centre,
    type_id: typeId,
    assignee_id: assignee,
    status,
    version: 1,
    // Some in the first moment of their day, some in its last second.
    opened_at: new Date(startOfDay(today - days) + (n % 3) * 43_199_500),
  });
  await knex('cases').insert(
    all.map((row, n) => ({
      ...common(row, n),
      id: row.id,
      number: `GD${String(n).padStart(6, '0')}`,
      identity_id: people.taxpayer,
      state: '{}',
      changed_at: new Date(at),
      live: true,
    })),
  );
  await knex('tasks').insert(
    all.map((row, n) => ({
      ...common(row, n),
      case_id: row.id,
      turn: row.status === 'awaiting-materials' ? 'taxpayer' : 'officer',
      rank: row.escalated || row.urges > 0 ? 0 : 1,
      // Many due at one moment, so that the order is not by time alone.
      due_at: new Date(at + 3_600_000 * (n % 13)),
      warned: row.warned,
      escalated: row.escalated,
      stage: row.stage,
      urges: row.urges,
      search: '',
    })),
  );
}
