import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });

type Person = Who & { id: string };
let taxpayer: Person;
const officers: Record<string, Person> = {};

beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
  for (const login of ['agent1', 'agent2', 'agent3', 'agent4', 'supervisor1', 'supervisor2', 'admin', 'agent6'])
    officers[login] = await web.officer(login);
  // Nobody is on duty: cases wait to be claimed, so that a test says who holds them.
  await web.knex('officers').update({ on_duty: false });
}, 60_000);

const officer = (login: string): Person => officers[login] ?? ({} as never);
const errorCode = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const outcome = (answer: Answer) => (answer.status < 300 ? answer.body['status'] : `${String(answer.status)} ${String(errorCode(answer))}`);
const note = (text = '请协助处理') => ({ id: randomUUID(), text });
const content = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });
const onMessage = (id: string, type: string, as: Who, body: object = {}) =>
  web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() });
const onOrder = (id: string, type: string, as: Who, body: object = {}, key: string = randomUUID()) =>
  web.ask('POST', `/api/work-orders/${id}/commands/${type}`, { as, body, key });

/** A 留言 that agent1 holds. */
async function message(): Promise<string> {
  const id = randomUUID();
  await web.ask('PUT', `/api/messages/${id}`, {
    as: taxpayer,
    body: { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '本月订单增加,数电票额度不够用了,如何调整?', reminder: 'inbox' },
  });
  expect(outcome(await onMessage(id, 'claim', officer('agent1')))).toBe('assigned');
  return id;
}

const filled = { period: '定期调整', current: '100000', wanted: '500000', ground: '业务量增加' };
const opening = (more: object = {}) => ({
  typeId: 'binhai-wo-quota',
  text: '申请将数电票总额度调整为 50 万元',
  fields: filled,
  ...more,
});
const open = (id: string, as: Who, body: object) => web.ask('PUT', `/api/work-orders/${id}`, { as, body });
const events = (id: string) => web.knex('case_events').where({ case_id: id }).orderBy('version').pluck<string[]>('type');

describe('a 留言 that becomes a work order', () => {
  it('ends with that, and each shows the other', async () => {
    const messageId = await message();
    const orderId = randomUUID();
    const opened = await open(orderId, officer('agent1'), opening({ originId: messageId }));
    expect([opened.status, opened.body['error']]).toEqual([200, undefined]);
    expect(opened.body).toMatchObject({ caseId: orderId, status: 'in-progress' });
    expect(opened.body['number']).toMatch(/^\d{8}6\d{6}$/);

    const before = (await web.ask('GET', `/api/cases/${messageId}`, { as: taxpayer })).body;
    expect(before).toMatchObject({ status: 'converted', thread: [{ id: orderId, kind: 'work-order' }] });
    const after = (await web.ask('GET', `/api/cases/${orderId}`, { as: taxpayer })).body;
    expect(after).toMatchObject({ kind: 'work-order', thread: [{ id: messageId, kind: 'message', status: 'converted' }] });
    expect(await events(messageId)).toEqual(['submitted', 'claimed', 'converted']);
    expect(await events(orderId)).toEqual(['opened']);
  });

  it('at once by two becomes one: the other is told which', async () => {
    const messageId = await message();
    const ids = [randomUUID(), randomUUID()];
    const answers = await Promise.all(ids.map((id) => open(id, officer('agent1'), opening({ originId: messageId }))));
    expect(answers.map(outcome).toSorted()).toEqual(['409 already-converted', 'in-progress']);
    const won = answers.find(({ status }) => status === 200)?.body['caseId'];
    const lost = answers.find(({ status }) => status === 409)?.body['error'] as { details: object };
    expect(lost.details).toEqual({ orderId: won });
    expect(await web.knex('cases').whereIn('id', ids)).toHaveLength(1);
  });

  it('sent again gives the same answer', async () => {
    const messageId = await message();
    const orderId = randomUUID();
    const first = await open(orderId, officer('agent1'), opening({ originId: messageId }));
    expect((await open(orderId, officer('agent1'), opening({ originId: messageId }))).body).toEqual(first.body);
  });
});

/** A file that the taxpayer has uploaded and nothing has taken up yet. */
async function upload(): Promise<string> {
  const id = randomUUID();
  await web.knex('uploads').insert({
    id,
    author_kind: 'taxpayer',
    author_id: taxpayer.id,
    region_id: 'binhai',
    name: '合同.pdf',
    size: 1_000,
    status: 'ready',
    media_type: 'application/pdf',
    sha256: 'f'.repeat(64),
  });
  return id;
}

/** An order of its own for the taxpayer, which agent1 holds at its first stage. */
async function order(more: object = {}): Promise<string> {
  const id = randomUUID();
  const opened = await open(id, officer('agent2'), opening({ identityId: taxpayer.id, ...more }));
  expect([opened.status, opened.body['error']]).toEqual([200, undefined]);
  expect(outcome(await onOrder(id, 'claim', officer('agent1')))).toBe('in-progress');
  return id;
}

describe('a work order', () => {
  it('is carried to its end: papers asked, sent, returned, corrected, reviewed, finished, rated', async () => {
    const id = await order();
    const does = async (type: string, as: Who, body: object = {}) => {
      expect([type, outcome(await onOrder(id, type, as, body))]).toEqual([type, expect.not.stringMatching(/^\d/)]);
    };
    const read = async (as: Who) =>
      (await web.ask('GET', `/api/cases/${id}`, { as })).body as { order: Record<string, never>; actions: string[] };
    await does('advance', officer('agent1'), { note: note() });
    await does('claim', officer('agent3'));
    await does('askPapers', officer('agent3'), { keys: ['contract', 'statement'], note: note('请提供合同和开票明细') });
    expect((await read(taxpayer)).actions).toEqual(expect.arrayContaining(['supplement', 'urge', 'terminate']));
    const papers = [
      { key: 'contract', uploadIds: [await upload()] },
      { key: 'statement', uploadIds: [await upload()] },
    ];
    await does('supplement', taxpayer, { papers, note: null });
    await does('reviewPapers', officer('agent3'), {
      verdicts: [
        { key: 'contract', verdict: 'accepted', revision: 1 },
        { key: 'statement', verdict: 'returned', revision: 1 },
      ],
      reason: note('缺少八月份的明细'),
    });
    expect((await read(taxpayer)).order['papers']).toMatchObject([
      { key: 'contract', status: 'accepted' },
      { key: 'statement', status: 'returned', reason: '缺少八月份的明细' },
      { key: 'bank', status: 'missing' },
    ]);
    await does('supplement', taxpayer, { papers: [{ key: 'statement', uploadIds: [await upload()] }], note: note('已补上') });
    await does('reviewPapers', officer('agent3'), { verdicts: [{ key: 'statement', verdict: 'accepted', revision: 2 }] });
    await does('advance', officer('agent3'));
    await does('claim', officer('agent1'));
    expect((await read(taxpayer)).actions).not.toContain('terminate');
    await does('advance', officer('agent1'));
    await does('claim', officer('agent2'));
    await does('finish', officer('agent2'), content('额度已调整为 50 万元,次月生效。'));
    expect((await read(taxpayer)).order['stages']).toMatchObject([
      { state: 'passed' },
      { state: 'passed' },
      { state: 'passed' },
      { state: 'passed' },
    ]);
    await does('rate', taxpayer, { resolved: true, stars: 5, comment: null });
    expect(outcome(await onOrder(id, 'rate', taxpayer, { resolved: true, stars: 4 }))).toBe('409 already-rated');
    expect(await events(id)).toEqual([
      ...['opened', 'claimed', 'advanced', 'claimed', 'papers-asked', 'supplemented', 'papers-reviewed', 'supplemented', 'papers-reviewed'],
      ...['advanced', 'claimed', 'advanced', 'claimed', 'finished', 'closed', 'rated'],
    ]);
  });
});
