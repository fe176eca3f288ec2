/** Reports over a small world that was counted by hand: two centres, three days, midnights of Shanghai. */
import { beforeAll, describe, expect, it } from '@jest/globals';

import { dayNumberOfDate } from '../domain/shanghai.ts';
import { testDatabase } from '../tests/support/database.ts';
import { populate } from '../tests/support/people.ts';
import { keepReported, type ReportedCase } from '../tests/support/reported-case.ts';
import { report, tableOf, type Report } from './report.ts';

const { knex } = testDatabase();
const period = { from: dayNumberOfDate('2026-03-02'), to: dayNumberOfDate('2026-03-04') };
const both = { period, centreIds: ['east', 'west'] };
const hours = 3_600;
let [first, second, western]: [string, string, string] = ['', '', ''];
let shown: Report;

beforeAll(async () => {
  const people = await populate(knex);
  [[first, second], western] = [people.east, people.west[0]];
  const message = { kind: 'message', region: 'region', centre: 'east', type: 'invoice', identity: people.taxpayer } as const;
  const order = { ...message, kind: 'work-order', type: 'quota' } as const;
  const form = { ...message, kind: 'service-form', type: 'refund', centre: 'west' } as const;
  const world: ReportedCase[] = [
    // At the first moment of the first day; rated.
    {
      ...message,
      ...{ opened: '2026-03-02 00:00:00', answered: '2026-03-02 01:00:00', by: first, assignee: first },
      ...{ closed: '2026-03-03 00:00:00', as: 'resolved', stars: 5, resolved: true },
    },
    // Opened a moment before these days, ended at their last; too late, and not resolved, says the taxpayer.
    {
      ...message,
      ...{ opened: '2026-03-01 23:59:59', answered: '2026-03-02 03:59:59', by: second, assignee: second, overdue: '2026-03-02 02:00:00' },
      ...{ closed: '2026-03-04 23:59:59', as: 'resolved', stars: 1, resolved: false },
    },
    // Answered by somebody of another centre; open still.
    { ...order, opened: '2026-03-03 10:00:00', answered: '2026-03-03 12:00:00', by: western, assignee: first },
    // Withdrawn before anybody had it.
    { ...message, opened: '2026-03-02 12:00:00', closed: '2026-03-02 13:00:00', as: 'unresolved' },
    // Became an order.
    { ...message, opened: '2026-03-03 08:00:00', closed: '2026-03-03 09:00:00', as: 'passed-on', assignee: first },
    // The last moment of these days, and the first after them.
    { ...message, opened: '2026-03-04 23:59:59' },
    { ...message, opened: '2026-03-05 00:00:00' },
    // The taxpayer took a day to fill it in; ended the moment after these days.
    {
      ...form,
      ...{ opened: '2026-03-02 09:00:00', asked: '2026-03-03 09:00:00', answered: '2026-03-03 09:30:00', by: western, assignee: western },
      ...{ closed: '2026-03-05 00:00:00', as: 'resolved' },
    },
    // All of it within the days before.
    {
      ...message,
      ...{ opened: '2026-02-27 00:00:00', answered: '2026-02-27 02:00:00', by: first, assignee: first },
      ...{ closed: '2026-03-01 23:59:59', as: 'resolved', stars: 3, resolved: true },
    },
    // Long ago: one that has ended, one that nobody has answered yet.
    { ...message, opened: '2026-01-01 09:00:00', closed: '2026-02-26 23:59:59', as: 'resolved', assignee: first },
    { ...message, opened: '2026-01-02 09:00:00' },
  ];
  for (const each of world) await keepReported(knex, each);
  shown = await report(knex, both);
});

const withoutRows = { answered: 0, ended: 0, opened: 0, open: 0 };
/** A row's numbers in short: opened, open, ended, first answers. */
const inShort = (rows: Report['types']) =>
  Object.fromEntries(rows.map(({ id, opened, open, ended, waiting }) => [id, { opened, open, ended, answered: waiting.count }]));

describe('a report', () => {
  it('counts what happened in its days, and what was open when they were over', () => {
    expect(shown.totals).toEqual({
      opened: 6,
      open: 4,
      ended: 4,
      // Half an hour, one, two and four.
      waiting: { count: 4, median: hours, p90: 4 * hours },
      // One hour twice, 24 and 72.
      handling: { count: 4, median: hours, p90: 72 * hours },
      overdue: 1,
      settled: 3,
      resolved: 1,
      stars: [1, 0, 0, 0, 1],
    });
  });

  it('counts the days before in the same way', () => {
    expect(shown.earlier).toEqual({
      opened: 2,
      open: 2,
      ended: 1,
      waiting: { count: 1, median: 2 * hours, p90: 2 * hours },
      handling: { count: 1, median: 72 * hours - 1, p90: 72 * hours - 1 },
      overdue: 0,
      settled: 1,
      resolved: 1,
      stars: [0, 0, 1, 0, 0],
    });
  });

  it('tells the days apart at midnight in Shanghai', () => {
    expect(shown.days).toEqual([
      { id: '2026-03-02', opened: 3, ended: 1, open: 4 },
      { id: '2026-03-03', opened: 2, ended: 2, open: 4 },
      { id: '2026-03-04', opened: 1, ended: 1, open: 4 },
    ]);
  });

  it('tells types and centres apart', () => {
    expect(inShort(shown.types)).toEqual({
      invoice: { opened: 4, open: 2, ended: 4, answered: 2 },
      quota: { opened: 1, open: 1, ended: 0, answered: 1 },
      refund: { opened: 1, open: 1, ended: 0, answered: 1 },
    });
    expect(inShort(shown.centres)).toEqual({
      east: { opened: 5, open: 3, ended: 4, answered: 3 },
      west: { opened: 1, open: 1, ended: 0, answered: 1 },
    });
    expect(shown.officers).toEqual([]);
  });

  it('of one centre names its officers, and of others only that there are some', async () => {
    const { officers, centres, totals } = await report(knex, { period, centreIds: ['east'] });
    expect(inShort(officers)).toEqual({
      [first]: { ...withoutRows, ended: 2, answered: 1 },
      [second]: { ...withoutRows, ended: 1, answered: 1 },
      nobody: { ...withoutRows, ended: 1 },
      elsewhere: { ...withoutRows, answered: 1 },
    });
    expect(officers.find(({ id }) => id === first)).toMatchObject({
      waiting: { count: 1, median: hours, p90: hours },
      settled: 1,
      resolved: 1,
      stars: [0, 0, 0, 0, 1],
    });
    expect(centres).toEqual([{ id: 'east', ...totals }]);
  });

  it('is narrowed to a kind or a type', async () => {
    expect((await report(knex, { ...both, kind: 'work-order' })).totals).toMatchObject({ opened: 1, open: 1, ended: 0 });
    expect((await report(knex, { ...both, typeId: 'refund' })).totals).toMatchObject({
      opened: 1,
      open: 1,
      waiting: { median: hours / 2 },
    });
    expect((await report(knex, { ...both, kind: 'message', typeId: 'refund' })).totals).toMatchObject({ opened: 0, open: 0, ended: 0 });
  });

  it('of where there is nothing is empty, and has all of its days', async () => {
    const { totals, earlier, days, types, centres } = await report(knex, { period, centreIds: [] });
    expect([totals.opened, totals.waiting, earlier.open, types, centres]).toEqual([0, { count: 0, median: null, p90: null }, 0, [], []]);
    expect(days.map(({ open }) => open)).toEqual([0, 0, 0]);
  });
});

describe('one table', () => {
  it('has the same numbers by type, by centre and by officer', async () => {
    expect(new Set(await tableOf(knex, both, 'type'))).toEqual(new Set(shown.types));
    expect(await tableOf(knex, both, 'centre')).toEqual(shown.centres);
    const { officers } = await report(knex, { period, centreIds: ['east'] });
    expect(new Set(await tableOf(knex, { period, centreIds: ['east'] }, 'officer'))).toEqual(new Set(officers));
  });

  it('has every officer of several centres', async () => {
    expect((await tableOf(knex, both, 'officer')).map(({ id }) => id).toSorted()).toEqual([first, second, western, 'nobody'].toSorted());
  });

  it('has all figures of every day', async () => {
    const days = await tableOf(knex, both, 'day');
    expect(days.map(({ id, opened, ended, open }) => ({ id, opened, ended, open }))).toEqual(shown.days);
    expect(days[0]).toMatchObject({
      waiting: { count: 2, median: hours, p90: 4 * hours },
      handling: { count: 1, median: hours },
      settled: 1,
      resolved: 0,
    });
    expect(days[2]).toMatchObject({ waiting: { count: 0, median: null }, overdue: 1, stars: [1, 0, 0, 0, 0] });
  });
});
