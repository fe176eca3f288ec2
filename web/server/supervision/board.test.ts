/** The supervisor's board over HTTP: the demo's orders as left by real workflows, and access to it. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import type { Board } from '../../api/board.ts';
import type { SupervisionItem, WorklistItem } from '../../api/desk.ts';
import { codeOf } from '../../../tests/support/desk-web.ts';

const web = testWeb({ workers: true });

type Person = Who & { id: string };
const people: Record<string, Person> = {};
const person = (login: string): Person => people[login] ?? ({} as never);

/** Orders by their state. */
const orders = {
  waiting: randomUUID(),
  held: randomUUID(),
  papers: randomUUID(),
  disputed: randomUUID(),
  urged: randomUUID(),
  over: randomUUID(),
};

beforeAll(async () => {
  people['taxpayer'] = await web.taxpayer('li-xue-whale');
  for (const login of ['agent1', 'agent2', 'agent3', 'supervisor1', 'supervisor2', 'supervisor3', 'admin'])
    people[login] = await web.officer(login);
  // Nobody is on duty, so orders wait to be claimed and the test decides who has them.
  await web.knex('officers').update({ status: 'away' });
  for (const id of Object.values(orders)) await open(id);
  for (const id of [orders.held, orders.papers, orders.disputed, orders.over]) await command(id, 'claim', 'agent1');
  await command(orders.held, 'advance', 'agent1', { note: null });
  await command(orders.papers, 'askPapers', 'agent1', { keys: ['contract'], note: note('请补正购销合同') });
  await command(orders.disputed, 'dispute', 'agent1', { reason: note('应由高新区办理') });
  await command(orders.urged, 'urge', 'taxpayer');
  await command(orders.over, 'terminate', 'taxpayer', { reason: note('不再需要') });
}, 120_000);

describe('the board', () => {
  it('shows the open orders of the centre by stage as they stand', async () => {
    const { totals, types, officers } = await board('supervisor1');
    expect(totals).toEqual({
      ...{ open: 5, inTime: 4, warned: 0, overdue: 0, awaiting: 1, urged: 1, disputed: 1, unassigned: 3 },
      ages: { 'days-3': 5, 'days-7': 0, 'days-15': 0, 'days-30': 0, older: 0 },
    });
    expect(types).toHaveLength(1);
    const [type] = types;
    expect(type).toMatchObject({ id: 'binhai-wo-quota', name: '数电票额度调整', ...totals });
    expect(type?.stages.map(({ key, open }) => [key, open]).slice(0, 2)).toEqual([
      ['accept', 4],
      ['handle', 1],
    ]);
    expect(type?.stages.map(({ name }) => name)).toEqual(['受理', '办理', '复核', '办结']);
    const holding = (login: string) => officers.find(({ id }) => id === person(login).id);
    expect(holding('agent1')).toMatchObject({
      name: '周明',
      onDuty: false,
      orders: { open: 1, awaiting: 1 },
      others: { message: { open: 0, overdue: 0 }, 'service-form': { open: 0, overdue: 0 } },
    });
    // The officer who opened an order decides on its dispute.
    expect(holding('agent2')).toMatchObject({ name: '吴倩', orders: { open: 1, disputed: 1 } });
    expect(holding('agent3')).toMatchObject({ orders: { open: 0 } });
    expect(officers.map(({ name }) => name)).not.toContain('许静');
  });

  it('leads from each number to those cases', async () => {
    expect(await listed('supervisor1', 'what=disputed')).toEqual([orders.disputed]);
    expect(await listed('supervisor1', 'what=urged&kind=work-order')).toEqual([orders.urged]);
    expect(await listed('supervisor1', 'what=awaiting')).toEqual([orders.papers]);
    expect(await listed('supervisor1', 'typeId=binhai-wo-quota&stage=handle')).toEqual([orders.held]);
    expect(await listed('supervisor1', `assigneeId=nobody&stage=accept`)).toEqual([orders.urged, orders.waiting]);
    expect(await listed('supervisor1', `assigneeId=${person('agent2').id}`)).toEqual([orders.disputed]);
    expect(await listed('supervisor1', 'kind=message')).toEqual([]);
    expect(await listed('supervisor1', 'what=overdue')).toEqual([]);
    expect(await listed('supervisor1', 'age=days-3&stage=handle')).toEqual([orders.held]);
    expect(await listed('supervisor1', 'age=days-7')).toEqual([]);
  });

  it('tells for how long they have been open, the oldest first in the list', async () => {
    const age = async (id: string, days: number) => {
      await web
        .knex('tasks')
        .where({ case_id: id })
        .update({ opened_at: new Date(Date.now() - days * 86_400_000) });
    };
    await age(orders.waiting, 10);
    await age(orders.urged, 12);
    const { totals, types } = await board('supervisor1');
    expect(totals.ages).toEqual({ 'days-3': 3, 'days-7': 0, 'days-15': 2, 'days-30': 0, older: 0 });
    expect(types[0]?.stages[0]?.ages).toEqual({ 'days-3': 2, 'days-7': 0, 'days-15': 2, 'days-30': 0, older: 0 });
    expect(await listed('supervisor1', 'age=days-15')).toEqual([orders.urged, orders.waiting]);
    await age(orders.waiting, 0);
    await age(orders.urged, 0);
  });

  it('speaks English to whoever wishes it', async () => {
    const { types } = await board('supervisor1', { 'accept-language': 'en' });
    expect(types[0]).toMatchObject({ name: 'E-invoice quota adjustment' });
  });

  it('follows a case that goes on', async () => {
    await web.knex('tasks').where({ case_id: orders.waiting }).update({ warned: true, escalated: true, rank: 0 });
    expect((await board('supervisor1')).totals).toMatchObject({ overdue: 1, inTime: 3 });
    expect(await listed('supervisor1', 'what=overdue&stage=accept')).toEqual([orders.waiting]);
  });
});

it('the worklist tells what is urgent: what was urged, and what was opened as such', async () => {
  const urgent = randomUUID();
  await open(urgent, 'urgent');
  const { body } = await web.ask('GET', '/api/worklist?view=unassigned', { as: person('agent1') });
  const items = (body as unknown as { items: WorklistItem[] }).items.map(({ id, priority, urges }) => [id, priority, urges]);
  expect(items).toHaveLength(4);
  expect(items).toEqual(
    expect.arrayContaining([
      [orders.urged, 'urgent', 1],
      [urgent, 'urgent', 0],
      [orders.waiting, 'normal', 0],
    ]),
  );
  await command(urgent, 'terminate', 'taxpayer', { reason: note('不再需要') });
});

describe('who sees it', () => {
  it('is the supervisor of the centre, and the administrator for all of the region', async () => {
    expect((await board('admin')).totals.open).toBe(5);
    expect((await board('supervisor2')).totals.open).toBe(0);
    expect(await listed('supervisor2', 'what=disputed')).toEqual([]);
    expect((await board('supervisor3')).types).toEqual([]);
    expect(await listed('supervisor3', `assigneeId=${person('agent1').id}`)).toEqual([]);
  });

  it('is nobody else', async () => {
    const ask = async (as?: Who) => codeOf(await web.ask('GET', '/api/supervision/board', as ? { as } : {}));
    expect([await ask(person('agent1')), await ask(person('taxpayer')), await ask()]).toEqual([
      'not-allowed',
      'not-allowed',
      'not-signed-in',
    ]);
  });
});

describe('a list that cannot be', () => {
  it.each([
    ['what=late', 'what', 'not-a-choice'],
    ['kind=letter', 'kind', 'not-a-choice'],
    ['assigneeId=somebody', 'assigneeId', 'invalid'],
    [`stage=${'x'.repeat(61)}`, 'stage', 'too-long'],
    ['state=closed&what=overdue', 'state', 'not-a-choice'],
    ['what=urged&what=overdue', 'what', 'not-a-choice'],
    ['age=week', 'age', 'not-a-choice'],
    ['state=closed&age=older', 'state', 'not-a-choice'],
  ])('is refused: %s', async (query, path, code) => {
    const answer = await web.ask('GET', `/api/supervision/cases?${query}`, { as: person('supervisor1') });
    expect([answer.status, (answer.body['error'] as { fields: object[] }).fields]).toEqual([
      422,
      [expect.objectContaining({ path, code })],
    ]);
  });

  it('is empty for a type or a stage of no such name, whatever signs it holds', async () => {
    for (const name of ['unknown', `'; DROP TABLE tasks; --`, '%', '阶段'])
      expect(await listed('supervisor1', `typeId=${encodeURIComponent(name)}&stage=${encodeURIComponent(name)}`)).toEqual([]);
  });
});

const note = (text: string) => ({ id: randomUUID(), text });

async function open(id: string, priority = 'normal'): Promise<void> {
  const fields = { period: '定期调整', current: '100000', wanted: '500000', ground: '业务量增加' };
  const body = { typeId: 'binhai-wo-quota', text: '申请调整额度', fields, priority, identityId: person('taxpayer').id };
  done(await web.ask('PUT', `/api/work-orders/${id}`, { as: person('agent2'), body }));
}

async function command(id: string, type: string, who: string, body: object = {}): Promise<void> {
  done(await web.ask('POST', `/api/cases/${id}/commands/${type}`, { as: person(who), body, key: randomUUID() }));
}

function done({ status, body }: Answer): void {
  expect([status, body['error']]).toEqual([200, undefined]);
}

async function board(who: string, headers: Who = {}): Promise<Board> {
  const { status, body } = await web.ask('GET', '/api/supervision/board', { as: person(who), headers });
  expect(status).toBe(200);
  return body as unknown as Board;
}

async function listed(who: string, query: string): Promise<string[]> {
  const { status, body } = await web.ask('GET', `/api/supervision/cases?${query}`, { as: person(who) });
  expect([status, body['error']]).toEqual([200, undefined]);
  return (body as unknown as { items: SupervisionItem[] }).items.map(({ id }) => id);
}
