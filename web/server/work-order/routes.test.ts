import { randomUUID } from 'node:crypto';

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb } from '../../../tests/support/web.ts';
import {
  content,
  detailsOf,
  faultsOf,
  note,
  opening,
  orderDesk,
  outcome,
  question,
  type Person,
} from '../../../tests/support/order-desk.ts';

const web = testWeb({ workers: true });
const the = orderDesk(web);
const { does, events, merge, message, officer, onMessage, open, order, read, upload } = the;
let zhao: Person;
beforeAll(async () => {
  zhao = await web.taxpayer('zhao-min');
}, 60_000);

const mine = (more: object = {}) => opening({ identityId: the.taxpayer().id, ...more });
const images = (...ids: string[]) => web.knex('cases').whereIn('id', ids).pluck<string[]>('id');

describe('a 留言 that becomes a work order', () => {
  it('ends with that, and each shows the other', async () => {
    const messageId = await message();
    const orderId = randomUUID();
    const opened = await open(orderId, officer('agent1'), opening({ originId: messageId }));
    expect([opened.status, opened.body['error']]).toEqual([200, undefined]);
    expect(opened.body).toMatchObject({ caseId: orderId, status: 'in-progress' });
    expect(opened.body['number']).toMatch(/^\d{8}6\d{6}$/);

    for (const reader of [the.taxpayer(), officer('agent2')]) {
      const before = await read(messageId, reader);
      expect(before).toMatchObject({ status: 'converted', thread: [{ id: orderId, kind: 'work-order' }] });
      expect(before.story.at(-1)?.data).toMatchObject({ number: opened.body['number'] });
      expect(await read(orderId, reader)).toMatchObject({ thread: [{ id: messageId, kind: 'message', status: 'converted' }] });
    }
    expect(await events(messageId)).toEqual(['submitted', 'claimed', 'converted']);
    expect(await events(orderId)).toEqual(['opened']);
  });

  it('at once by two becomes one: the other is told which', async () => {
    const messageId = await message();
    const ids = [randomUUID(), randomUUID()];
    const answers = await Promise.all(ids.map((id) => open(id, officer('agent1'), opening({ originId: messageId }))));
    expect(answers.map(outcome).toSorted()).toEqual(['409 already-converted', 'in-progress']);
    const won = answers.find(({ status }) => status === 200)?.body['caseId'];
    const lost = answers.find(({ status }) => status === 409);
    expect(lost && detailsOf(lost)).toEqual({ orderId: won });
    expect(await images(...ids)).toEqual([won]);
  });

  it('twice, one after the other, is told which it became', async () => {
    const messageId = await message();
    const [first, second] = [randomUUID(), randomUUID()];
    await open(first, officer('agent1'), opening({ originId: messageId }));
    const again = await open(second, officer('agent1'), opening({ originId: messageId }));
    expect([outcome(again), detailsOf(again)]).toEqual(['409 already-converted', { orderId: first }]);
    expect(await images(second)).toEqual([]);
  });

  it('sent again, also at once, gives the same answer', async () => {
    const messageId = await message();
    const orderId = randomUUID();
    const send = () => open(orderId, officer('agent1'), opening({ originId: messageId }));
    const [first, second] = await Promise.all([send(), send()]);
    expect([first.status, second.body]).toEqual([200, first.body]);
    expect((await send()).body).toEqual(first.body);
    expect(await events(orderId)).toEqual(['opened']);
  });

  it.each([
    ['an agent of another centre', 'agent4', '404 not-found'],
    ['a supervisor of another centre', 'supervisor2', '404 not-found'],
    ['an agent of another region', 'agent6', '404 not-found'],
    ['a colleague who does not hold it', 'agent2', '409 not-assignee'],
    ['the supervisor, who does not hold it', 'supervisor1', '409 not-assignee'],
    ['the administrator', 'admin', '403 not-allowed'],
  ] as const)('by %s is refused, and nothing is begun', async (_, login, refusal) => {
    const messageId = await message();
    const orderId = randomUUID();
    expect(outcome(await open(orderId, officer(login), opening({ originId: messageId })))).toBe(refusal);
    expect(await images(orderId)).toEqual([]);
    expect(await events(messageId)).toEqual(['submitted', 'claimed']);
  });

  it('by its taxpayer is refused', async () => {
    const answer = await open(randomUUID(), the.taxpayer(), opening({ originId: await message() }));
    expect(answer.status).toBe(403);
  });

  it('must be held, and open still', async () => {
    const [free, withdrawn, ended] = [await message(null), await message(), await message()];
    expect(outcome(await onMessage(withdrawn, 'withdraw', the.taxpayer()))).toBe('withdrawn');
    expect(outcome(await onMessage(ended, 'end', officer('supervisor1'), { reason: note() }))).toBe('closed');
    for (const [messageId, refusal] of [
      [free, '409 not-assigned'],
      [withdrawn, '409 case-withdrawn'],
      [ended, '409 case-closed'],
    ] as const) {
      const orderId = randomUUID();
      expect(outcome(await open(orderId, officer('agent1'), opening({ originId: messageId })))).toBe(refusal);
      expect(await images(orderId)).toEqual([]);
    }
  });

  it('must be a 留言', async () => {
    for (const originId of [randomUUID(), await order()])
      expect(outcome(await open(randomUUID(), officer('agent1'), opening({ originId })))).toBe('404 not-found');
  });
});

describe('an order opened under an id', () => {
  it('again with other contents is refused, with the same ones answered the same', async () => {
    const id = randomUUID();
    const body = mine();
    const first = await open(id, officer('agent2'), body);
    const file = await upload(officer('agent2'), 'officer');
    for (const other of [
      { text: '申请将数电票总额度调整为 80 万元' },
      { priority: 'urgent' },
      { fields: { ...body.fields, wanted: '800000' } },
      { uploadIds: [file] },
      { identityId: zhao.id },
      question(),
    ])
      expect([Object.keys(other), outcome(await open(id, officer('agent2'), { ...body, ...other }))]).toEqual([
        Object.keys(other),
        '422 key-reused',
      ]);
    const fields = Object.fromEntries(Object.entries(body.fields).toReversed());
    expect((await open(id, officer('agent2'), { ...body, fields })).body).toEqual(first.body);
    expect(await web.knex('case_forms').where({ case_id: id }).pluck('fields')).toEqual([body.fields]);
  });

  it('at once by two forms is one of them', async () => {
    const id = randomUUID();
    const answers = await Promise.all(
      ['400000', '500000'].map((wanted) => open(id, officer('agent2'), mine({ fields: { ...mine().fields, wanted } }))),
    );
    expect(answers.map(outcome).toSorted()).toEqual(['422 key-reused', 'in-progress']);
    const kept = answers[0]?.status === 200 ? '400000' : '500000';
    expect(await web.knex('case_forms').where({ case_id: id }).pluck('fields')).toMatchObject([{ wanted: kept }]);
  });

  it('is somebody else’s', async () => {
    const id = await order();
    const body = mine();
    expect(outcome(await open(id, officer('agent1'), body))).toBe('422 key-reused');
    expect(outcome(await open(id, officer('agent4'), body))).toBe('404 not-found');
    // The id of a 留言 cannot be used for an order.
    const messageId = await message();
    expect(outcome(await open(messageId, officer('agent1'), body))).toBe('422 key-reused');
    expect(outcome(await open(messageId, officer('agent4'), body))).toBe('404 not-found');
  });

  it('which another centre handles answers its own officer the same again, and shows itself to that centre', async () => {
    const id = randomUUID();
    const fields = { item: '联系电话', after: '0571-12345678', from: '2026-12-01' };
    const body = mine({ typeId: 'binhai-wo-registration', fields });
    const first = await open(id, officer('agent1'), body);
    expect(first.status).toBe(200);
    expect((await open(id, officer('agent1'), body)).body).toEqual(first.body);
    expect((await web.ask('GET', `/api/cases/${id}`, { as: officer('agent1') })).status).toBe(404);
    expect((await read(id, officer('agent4'))).actions).toContain('claim');
  });

  it('by a taxpayer or an administrator is refused', async () => {
    for (const as of [the.taxpayer(), officer('admin')]) expect((await open(randomUUID(), as, mine())).status).toBe(403);
    expect((await open(randomUUID(), {}, mine())).status).toBe(401);
  });
});

describe('a type that is withdrawn', () => {
  const withdraw = (active: boolean) => web.knex('case_types').where({ id: 'binhai-wo-quota' }).update({ active });
  afterEach(() => withdraw(true));

  it('lets its orders go on, and has no new ones', async () => {
    const id = randomUUID();
    const body = mine();
    const opened = await open(id, officer('agent2'), body);
    const messageId = await message();
    await withdraw(false);
    const refused = [
      await open(randomUUID(), officer('agent2'), mine()),
      await open(randomUUID(), officer('agent1'), opening({ originId: messageId })),
    ];
    for (const answer of refused) expect([answer.status, faultsOf(answer)]).toEqual([422, { typeId: 'not-a-choice' }]);
    expect((await open(id, officer('agent2'), body)).body).toEqual(opened.body);
    await does(id, 'claim', officer('agent1'));
    await does(id, 'advance', officer('agent1'));
    expect((await read(id, the.taxpayer())).order.stages.map(({ state }) => state)).toEqual(['passed', 'here', 'ahead', 'ahead']);
    expect(outcome(await onMessage(messageId, 'reply', officer('agent1'), content()))).toBe('replied');
  });
});

describe('what an order is opened with', () => {
  const faults = async (body: object) => {
    const id = randomUUID();
    const answer = await open(id, officer('agent2'), body);
    expect([answer.status, await images(id), await web.knex('case_forms').where({ case_id: id })]).toEqual([422, [], []]);
    return faultsOf(answer);
  };
  const withFields = (fields: object) => mine({ fields: { ...mine().fields, ...fields } });

  it.each<[string, object, Record<string, string>]>([
    ['nothing filled in', { period: '', current: ' ' }, { 'fields.period': 'required', 'fields.current': 'required' }],
    ['no number', { current: '十万' }, { 'fields.current': 'invalid' }],
    ['numbers as programs write them', { current: '1e5', wanted: '12,00' }, { 'fields.current': 'invalid', 'fields.wanted': 'invalid' }],
    ['a day that is none', { from: '2026-02-30' }, { 'fields.from': 'not-a-date' }],
    ['another form of date', { from: '1/2/2026' }, { 'fields.from': 'not-a-date' }],
    ['what cannot be chosen', { period: '永久调整' }, { 'fields.period': 'not-a-choice' }],
    ['a field that the type does not have', { colour: '红' }, { 'fields.colour': 'invalid' }],
    ['a name that no field can have', { 'Not A Key': '红' }, { 'fields.Not A Key': 'invalid' }],
    ['a name that every object has', { constructor: '红' }, { 'fields.constructor': 'invalid' }],
    ['a number where a text belongs', { ground: 7 }, { 'fields.ground': 'invalid' }],
    ['too much', { ground: '𠮷'.repeat(501) }, { 'fields.ground': 'too-long' }],
    ['what cannot be kept', { ground: 'a\0b' }, { 'fields.ground': 'invalid' }],
  ])('is refused with %s', async (_, fields, expected) => {
    expect(await faults(withFields(fields))).toEqual(expected);
  });

  it('is refused with everything that is wrong at once', async () => {
    const file = randomUUID();
    expect(await faults({ ...withFields({ current: '?', from: '?' }), identityId: null, uploadIds: [file] })).toEqual({
      ...{ identityId: 'required', 'fields.current': 'invalid', 'fields.from': 'not-a-date', 'uploadIds.0': 'upload-unknown' },
    });
    expect(await faults({ text: ' ', priority: 'at once', fields: 'none' })).toEqual({
      ...{ typeId: 'required', text: 'required', priority: 'not-a-choice', fields: 'invalid' },
    });
  });

  it('is refused with a text of more than 5,000 characters, as people count them', async () => {
    expect(await faults(mine({ text: '𠮷'.repeat(5_001) }))).toEqual({ text: 'too-long' });
    expect(await faults(mine({ text: '\udc00' }))).toEqual({ text: 'invalid' });
    const id = await order(opening({ text: '𠮷'.repeat(5_000) }), null);
    expect((await read(id, the.taxpayer())).story[0]?.text).toBe('𠮷'.repeat(5_000));
  });

  it.each([
    ['no type', 'unknown'],
    ['a type of 留言', 'binhai-invoice'],
    ['a type of another region', 'yunling-wo-quota'],
  ])('is refused with %s', async (_, typeId) => {
    expect(await faults(mine({ typeId }))).toEqual({ typeId: 'not-a-choice' });
  });

  it('is refused for nobody, somebody unknown and somebody of another region', async () => {
    const elsewhere = await web.taxpayer('liu-yang');
    for (const identityId of [null, randomUUID(), elsewhere.id])
      expect(await faults(mine({ identityId }))).toEqual({ identityId: 'required' });
    expect(await faults(mine({ identityId: 'me' }))).toEqual({ identityId: 'invalid' });
  });

  it('is refused with files of others, or too many', async () => {
    const [own, colleagues, taxpayers] = await Promise.all([
      upload(officer('agent2'), 'officer'),
      upload(officer('agent1'), 'officer'),
      upload(the.taxpayer()),
    ]);
    expect(await faults(mine({ uploadIds: [own, colleagues, taxpayers, own] }))).toEqual({
      ...{ 'uploadIds.1': 'upload-unknown', 'uploadIds.2': 'upload-unknown', 'uploadIds.3': 'upload-unknown' },
    });
    await the.withSetting('upload.maxFiles', 1, async () => {
      expect(await faults(mine({ uploadIds: [own, randomUUID()] }))).toEqual({ uploadIds: 'upload-too-many' });
    });
    const id = await order(opening({ uploadIds: [own] }), null);
    expect((await read(id, the.taxpayer())).story[0]?.attachments).toMatchObject([{ id: own }]);
    expect(await faults(mine({ uploadIds: [own] }))).toEqual({ 'uploadIds.0': 'upload-unknown' });
  });

  it('is told as it was written: four-byte characters, and markup as text', async () => {
    const ground = `𠮷野家 👩‍💼 <img src=x onerror="alert(1)"> ${'𠮷'.repeat(400)}`;
    const id = await order({ ...opening(), fields: { ...opening().fields, ground, from: '2026-12-31' } }, null);
    const { fields } = (await read(id, the.taxpayer())).order as unknown as { fields: object[] };
    expect(fields).toMatchObject([
      { key: 'period', value: '定期调整' },
      { key: 'current', value: '100000' },
      { key: 'wanted', value: '500000' },
      { key: 'from', value: '2026-12-31' },
      { key: 'ground', value: ground },
    ]);
  });
});

describe('并单', () => {
  it('lets a 留言 join a running order: it ends with that, and each shows the other', async () => {
    const [orderId, messageId] = [await order(), await message()];
    const joined = await merge(messageId, officer('agent1'), orderId);
    expect(joined.body).toMatchObject({ caseId: messageId, status: 'converted' });
    expect(await events(messageId)).toEqual(['submitted', 'claimed', 'converted']);
    expect(await events(orderId)).toEqual(['opened', 'claimed', 'merged']);
    const converted = await web.knex('case_events').where({ case_id: messageId, type: 'converted' }).pluck<object[]>('data');
    expect(converted).toEqual([{ orderId, merged: true }]);
    const page = await read(orderId, the.taxpayer());
    expect(page.thread).toMatchObject([{ id: messageId, kind: 'message' }]);
    expect(page.story.at(-1)).toMatchObject({ type: 'merged', data: { number: joined.body['number'] } });
    expect((await read(messageId, the.taxpayer())).thread).toMatchObject([{ id: orderId, kind: 'work-order' }]);
    const audited = await web.knex('audit_log').where({ object_id: messageId, action: 'merge' }).select('actor_id', 'detail');
    expect(audited).toEqual([{ actor_id: officer('agent1').id, detail: { orderId } }]);
  });

  it('twice gives the same answer: at once, later, and when the order has ended', async () => {
    const [orderId, messageId] = [await order(), await message()];
    const send = () => merge(messageId, officer('agent1'), orderId);
    const both = await Promise.all([send(), send()]);
    expect(both.map(outcome)).toEqual(['converted', 'converted']);
    expect(both[1].body).toEqual(both[0].body);
    await does(orderId, 'end', officer('supervisor1'), { reason: note() });
    expect((await send()).body).toEqual(both[0].body);
    expect((await events(orderId)).filter((type) => type === 'merged')).toHaveLength(1);
    expect((await events(messageId)).filter((type) => type === 'converted')).toHaveLength(1);
  });

  it('is refused into what is no order of the same taxpayer', async () => {
    const messageId = await message();
    const theirs = await order(opening({ identityId: zhao.id }));
    for (const orderId of [theirs, randomUUID(), await message(null), messageId]) {
      const refused = await merge(messageId, officer('agent1'), orderId);
      expect([refused.status, faultsOf(refused)]).toEqual([422, { orderId: 'not-a-choice' }]);
    }
    expect(await events(theirs)).toEqual(['opened', 'claimed']);
    expect(await events(messageId)).toEqual(['submitted', 'claimed']);
  });

  it('is refused into an order that another centre handles, which stays unseen', async () => {
    const [orderId, messageId] = [await order(question()), await message()];
    await web.knex('cases').where({ id: orderId }).update({ centre_id: 'binhai-2' });
    expect(outcome(await merge(messageId, officer('agent1'), orderId))).toBe('404 not-found');
    await web.knex('cases').where({ id: orderId }).update({ centre_id: 'binhai-1' });
    expect(await events(messageId)).toEqual(['submitted', 'claimed']);
    expect(await events(orderId)).toEqual(['opened', 'claimed']);
  });

  it('is refused into an order that has ended, and the 留言 goes on', async () => {
    const [orderId, messageId] = [await order(question()), await message()];
    await does(orderId, 'finish', officer('agent1'), content());
    const refused = await merge(messageId, officer('agent1'), orderId);
    expect([outcome(refused), detailsOf(refused)]).toEqual(['409 order-completed', { by: 'officer' }]);
    await does(orderId, 'rate', the.taxpayer(), { resolved: true, stars: 5 });
    const over = await merge(messageId, officer('agent1'), orderId);
    expect([outcome(over), detailsOf(over)]).toEqual(['409 order-completed', { by: 'officer' }]);
    expect(await events(messageId)).toEqual(['submitted', 'claimed']);
    expect(await events(orderId)).not.toContain('merged');
    expect(outcome(await open(randomUUID(), officer('agent1'), opening({ originId: messageId })))).toBe('in-progress');
  });

  it('is refused of a 留言 that cannot, and the order hears nothing of it', async () => {
    const orderId = await order();
    const [free, withdrawn, converted] = [await message(null), await message(), await message()];
    await onMessage(withdrawn, 'withdraw', the.taxpayer());
    const became = randomUUID();
    await open(became, officer('agent1'), opening({ originId: converted }));
    for (const [messageId, login, refusal] of [
      [free, 'agent1', '409 not-assigned'],
      [await message(), 'agent2', '409 not-assignee'],
      [await message(), 'agent4', '404 not-found'],
      [await message(), 'admin', '403 not-allowed'],
      [withdrawn, 'agent1', '409 case-withdrawn'],
      [converted, 'agent1', '409 already-converted'],
    ] as const)
      expect(outcome(await merge(messageId, officer(login), orderId))).toBe(refusal);
    expect(detailsOf(await merge(converted, officer('agent1'), orderId))).toEqual({ orderId: became });
    expect(await events(orderId)).toEqual(['opened', 'claimed']);
    expect((await read(orderId, the.taxpayer())).thread).toEqual([]);
  });
});

describe('the page of an order', () => {
  it('tells its taxpayer of stages, papers and results, not who it was and what officers said among themselves', async () => {
    const id = await order();
    await does(id, 'advance', officer('agent1'), { note: note('内部意见:材料待核') });
    await does(id, 'claim', officer('agent3'));
    await does(id, 'sendBack', officer('agent3'), { to: 'accept', reason: note('内部原因:要素不全') });
    await does(id, 'claim', officer('agent1'));
    await does(id, 'handOver', officer('agent1'), { to: { officerId: officer('agent2').id }, note: note('内部说明:请接手') });
    await does(id, 'release', officer('agent2'), { note: note('内部说明:退回') });
    await does(id, 'reassign', officer('supervisor1'), { officerId: officer('agent1').id, note: note('内部说明:改派') });
    await does(id, 'askPapers', officer('agent1'), { keys: ['contract'], note: note('请提供合同') });
    const [first, second] = [await upload(), await upload()];
    await does(id, 'supplement', the.taxpayer(), { papers: [{ key: 'contract', uploadIds: [first] }] });
    const verdicts = [{ key: 'contract', verdict: 'returned', revision: 1 }];
    await does(id, 'reviewPapers', officer('agent1'), { verdicts, reason: note('合同没有盖章') });
    await does(id, 'supplement', the.taxpayer(), { papers: [{ key: 'contract', uploadIds: [second] }] });
    await does(id, 'urge', the.taxpayer());
    await does(id, 'end', officer('supervisor1'), { reason: note('已在窗口办结') });

    const told = await read(id, the.taxpayer());
    expect(told.story.map(({ type, text, data }) => [type, text, data['stage'] ?? data['papers'] ?? null])).toEqual([
      ['opened', '申请将数电票总额度调整为 50 万元', '受理'],
      ['assigned', null, null],
      ['advanced', null, '办理'],
      ['sent-back', null, '受理'],
      ['papers-asked', '请提供合同', '购销合同'],
      ['supplemented', null, '购销合同'],
      ['papers-reviewed', '合同没有盖章', '购销合同'],
      ['supplemented', null, '购销合同'],
      ['urged', null, null],
      ['closed', '已在窗口办结', null],
    ]);
    expect(told.story.flatMap(({ attachments }) => attachments.map((file) => file.id))).toEqual([second]);
    expect(told.order.papers[0]).toMatchObject({ revision: 2, files: [{ id: second }], earlier: [] });
    expect(told.order).toMatchObject({ handlers: [], backTo: [] });
    expect(told.order.stages.map(({ handler }) => handler)).toEqual([null, null, null, null]);
    const whole = JSON.stringify(told);
    const names = await web.knex('officers').pluck<string[]>('name');
    const ids = (['agent1', 'agent2', 'agent3', 'supervisor1'] as const).map((login) => officer(login).id);
    for (const hidden of [...names, ...ids, '内部', first]) expect(whole).not.toContain(hidden);

    const page = await read(id, officer('agent2'));
    expect(page.story.map(({ type }) => type)).toEqual(await events(id));
    expect(page.story.flatMap(({ attachments }) => attachments.map((file) => file.id))).toEqual([first, second]);
    expect(page.order.papers[0]).toMatchObject({
      files: [{ id: second }],
      earlier: [{ revision: 1, files: [{ id: first }], reason: '合同没有盖章' }],
    });
    for (const told of ['内部意见:材料待核', '内部原因:要素不全', '内部说明:改派', '周明', '冯建国'])
      expect(JSON.stringify(page)).toContain(told);
  });

  it('names stages in the reader’s language', async () => {
    const id = await order(opening(), null);
    const { body } = await web.ask('GET', `/api/cases/${id}`, { as: the.taxpayer(), headers: { 'accept-language': 'en' } });
    expect(body['story']).toMatchObject([{ type: 'opened', data: { stage: 'Acceptance' } }]);
  });

  it('shows its whole thread to the officers of every centre that handles a part of it, for looking only', async () => {
    const messageId = await message();
    const orderId = randomUUID();
    const fields = { item: '联系电话', after: '0571-12345678', from: '2026-12-01' };
    await open(orderId, officer('agent1'), { typeId: 'binhai-wo-registration', text: '变更联系电话', fields, originId: messageId });
    // The order belongs to the other centre, the 留言 does not.
    const message1 = await read(messageId, officer('agent1'));
    expect(message1.thread).toMatchObject([{ id: orderId }]);
    expect((await read(orderId, officer('agent4'))).thread).toMatchObject([{ id: messageId }]);
    expect(await read(orderId, officer('agent1'))).toMatchObject({ id: orderId, actions: ['view'], thread: [{ id: messageId }] });
    expect(await read(messageId, officer('agent4'))).toMatchObject({ id: messageId, actions: ['view'], thread: [{ id: orderId }] });
    const refused = await web.ask('POST', `/api/cases/${orderId}/commands/claim`, {
      as: officer('agent1'),
      body: {},
      key: randomUUID(),
    });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'not-allowed' } } });
    // Officers of another region see neither.
    for (const id of [messageId, orderId]) expect((await web.ask('GET', `/api/cases/${id}`, { as: officer('agent6') })).status).toBe(404);
    expect((await read(messageId, the.taxpayer())).thread).toMatchObject([{ id: orderId }]);
    expect((await read(orderId, the.taxpayer())).thread).toMatchObject([{ id: messageId }]);
  });

  it('is its taxpayer’s and its centre’s alone', async () => {
    const id = await order(opening(), null);
    for (const as of [zhao, await web.taxpayer('li-xue'), officer('agent4'), officer('agent6'), officer('admin')])
      expect((await web.ask('GET', `/api/cases/${id}`, { as })).status).toBe(404);
  });
});

describe('我的工单', () => {
  it('lists one’s own orders by what is asked, newest first', async () => {
    const first = await order(opening({ identityId: zhao.id }), null);
    const second = await order(question({ identityId: zhao.id }));
    await does(second, 'finish', officer('agent1'), content());
    const list = async (query: string) => {
      const { body } = await web.ask('GET', `/api/work-orders?${query}`, { as: zhao });
      return (body['items'] as { id: string }[]).map(({ id }) => id);
    };
    expect((await list('')).slice(0, 2)).toEqual([second, first]);
    expect(await list('status=completed')).toEqual([second]);
    expect(await list('typeId=binhai-wo-quota')).toContain(first);
    expect(await list('typeId=binhai-wo-quota')).not.toContain(second);
    const { body } = await web.ask('GET', '/api/work-orders?status=completed', { as: zhao });
    expect(body).toMatchObject({ total: 1, items: [{ kind: 'work-order', status: 'completed', stage: '受理', rated: false }] });
    expect(await web.ask('GET', '/api/work-orders', { as: officer('agent1') })).toMatchObject({ status: 403 });
    expect(faultsOf(await web.ask('GET', '/api/work-orders?status=open&from=today', { as: zhao }))).toEqual({
      ...{ status: 'not-a-choice', from: 'not-a-date' },
    });
  });

  it('names the types that one’s own orders are of: each once, withdrawn ones too, in the reader’s language', async () => {
    const asker = await web.taxpayer('wang-lihua-haiyan');
    const types = (headers = {}) => web.ask('GET', '/api/work-orders/types', { as: asker, headers });
    expect((await types()).body).toEqual({ items: [] });
    for (const opened of [opening(), opening(), question()]) await order({ ...opened, identityId: asker.id }, null);
    await message(null, asker);
    const withdrawn = { id: 'binhai-wo-system' };
    await web.knex('case_types').where(withdrawn).update({ active: false });
    const answer = await types();
    await web.knex('case_types').where(withdrawn).update({ active: true });
    expect(answer.body).toEqual({
      items: [
        { id: 'binhai-wo-quota', name: '数电票额度调整' },
        { id: 'binhai-wo-system', name: '系统操作问题' },
      ],
    });
    expect((await types({ 'accept-language': 'en' })).body['items']).toMatchObject([
      { name: 'E-invoice quota adjustment' },
      { id: 'binhai-wo-system' },
    ]);
    expect((await web.ask('GET', '/api/work-orders/types', { as: officer('agent1') })).status).toBe(403);
  });
});

describe('what a taxpayer has running of a type', () => {
  const running = (identityId: string, typeId: string, login: Parameters<typeof officer>[0]) =>
    web.ask('GET', `/api/work-orders/running?identityId=${identityId}&typeId=${typeId}`, { as: officer(login) });
  const idsOf = (body: Record<string, unknown>) => (body['items'] as { id: string }[]).map(({ id }) => id);

  it('is shown to officers of the region, what was written to those of its centre, and noted', async () => {
    const open = await order(question({ identityId: zhao.id }), null);
    const ended = await order(question({ identityId: zhao.id }));
    await does(ended, 'finish', officer('agent1'), content());
    for (const login of ['agent1', 'agent4'] as const)
      expect(idsOf((await running(zhao.id, 'binhai-wo-system', login)).body)).toEqual([open]);
    const seenBy = async (login: 'agent1' | 'agent4') => (await running(zhao.id, 'binhai-wo-system', login)).body['items'];
    expect(await seenBy('agent1')).toEqual([expect.objectContaining({ excerpt: expect.any(String), mayJoin: true })]);
    expect(await seenBy('agent4')).toEqual([expect.objectContaining({ excerpt: null, mayJoin: false })]);
    expect(idsOf((await running(zhao.id, 'binhai-wo-system', 'agent6')).body)).toEqual([]);
    expect(idsOf((await running(the.taxpayer().id, 'binhai-wo-refund', 'agent1')).body)).toEqual([]);
    const looks = await web.knex('audit_log').where({ action: 'list', object_id: zhao.id }).orderBy('id').select('actor_id', 'detail');
    expect(looks).toEqual([
      { actor_id: officer('agent1').id, detail: { cases: [open] } },
      { actor_id: officer('agent4').id, detail: { cases: [open] } },
    ]);
    expect((await running(zhao.id, 'binhai-wo-system', 'admin')).status).toBe(403);
  });
});
