import { randomUUID } from 'node:crypto';

import { afterEach, describe, expect, it } from '@jest/globals';

import { settingsOf } from '../../../db/settings.ts';
import { nextOpening } from '../../../domain/calendar.ts';
import { endOfWork } from '../../../domain/service-form/time.ts';
import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import { accepted, formDesk, formType, required, sending } from '../../../tests/support/form-desk.ts';
import { eventually } from '../../../tests/support/message.ts';
import { content, detailsOf, faultsOf, note, opening, outcome, question, type Login } from '../../../tests/support/order-desk.ts';
import { testWeb } from '../../../tests/support/web.ts';
import { workflowIdOf } from '../../../workflows/contract.ts';
import { createTranslate } from '../../i18n/index.ts';
import { calendarFrom } from '../cases/calendar.ts';

const web = testWeb({ workers: true });
const the = formDesk(web);
const { does, events, fills, filled, form, formOfOrder, message, officer, onForm, onMessage, onOrder, order } = the;
const { read, readForm, recalled, send, submitted, taxpayer, upload } = the;

const images = (...ids: string[]) => web.knex('cases').whereIn('id', ids).pluck<string[]>('id');
const orderState = (id: string): Promise<{ status: string; state: { form?: { id: string; ended: boolean } } }> =>
  web.knex('cases').where({ id }).first('status', 'state');
const calendarOfCentre = async () => calendarFrom(await settingsOf(web.knex, 'binhai', 'binhai-1'));
/** Waits until the order has received what its form told it. */
const goesOn = (orderId: string) =>
  eventually(
    () => orderState(orderId),
    ({ status }) => status === 'in-progress',
    20_000,
  );

describe('a form sent from a 留言', () => {
  it('is the officer’s who sends it, and each shows the other, also to the taxpayer', async () => {
    const [messageId, id] = [await message(), randomUUID()];
    expect((await read(messageId, officer('agent1'))).actions).toContain('sendForm');
    const file = await upload(officer('agent1'), 'officer');
    const sent = await send(id, officer('agent1'), sending(messageId, { uploadIds: [file] }));
    expect(sent.body).toMatchObject({ caseId: id, status: 'sent', version: 1 });
    expect(sent.body['number']).toMatch(/^\d{8}7\d{6}$/);

    const page = await readForm(id, taxpayer());
    expect(page).toMatchObject({ status: 'sent', assignee: null, thread: [{ id: messageId, kind: 'message' }] });
    expect(page.form).toMatchObject({ typeVersion: 1, order: null, result: null, saved: false });
    expect(page.form.papers.map(({ key, required, status }) => [key, required, status])).toEqual([
      ['application', true, 'missing'],
      ['account', true, 'missing'],
      ['industry', false, 'missing'],
      ['input', false, 'missing'],
    ]);
    expect(page.story).toMatchObject([{ type: 'sent', text: '请提供以下材料，以便办理留抵退税。', attachments: [{ id: file }] }]);
    expect(page.clock?.purpose).toBe('supplement');
    const desk = await readForm(id, officer('agent2'));
    expect(desk).toMatchObject({ assignee: { id: officer('agent1').id }, thread: [{ id: messageId }] });
    expect((await read(messageId, taxpayer())).thread).toMatchObject([{ id, kind: 'service-form' }]);
    // The 留言 continues as before.
    expect(outcome(await onMessage(messageId, 'reply', officer('agent1'), content()))).toBe('replied');
    const audited = await web.knex('audit_log').where({ action: 'sendForm', object_id: id }).select('actor_id', 'detail');
    expect(audited).toEqual([{ actor_id: officer('agent1').id, detail: { originId: messageId } }]);
  });

  it('has the names of its papers in the reader’s language', async () => {
    const id = await form();
    const { body } = await web.ask('GET', `/api/cases/${id}`, { as: taxpayer(), headers: { 'accept-language': 'en' } });
    expect((body['form'] as { papers: { name: string }[] }).papers[0]?.name).toBe('Refund application form');
    expect((body['type'] as { name: string }).name).toBe('Refund of excess input VAT');
  });

  it('also sent from one that is answered or closed', async () => {
    const [answered, ended] = [await message(), await message()];
    await onMessage(answered, 'reply', officer('agent1'), content());
    await onMessage(ended, 'end', officer('supervisor1'), { reason: note() });
    expect(outcome(await send(randomUUID(), officer('agent1'), sending(answered)))).toBe('sent');
    expect(outcome(await send(randomUUID(), officer('agent2'), sending(ended)))).toBe('sent');
  });

  it('several from the same one are forms of their own', async () => {
    const messageId = await message();
    const ids = [randomUUID(), randomUUID()];
    const answers = await Promise.all(
      ids.map((id, i) => send(id, officer('agent1'), sending(messageId, i === 0 ? {} : { typeId: 'binhai-sf-cross-region' }))),
    );
    expect(answers.map(outcome)).toEqual(['sent', 'sent']);
    const { thread } = await read(messageId, taxpayer());
    expect(thread.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  it('without a paper of the template, with another, and until a day that the sender has set', async () => {
    const calendar = await calendarOfCentre();
    const until = dateOf(dayNumberOf(nextOpening(calendar, Date.now() + 30 * 86_400_000)));
    const id = randomUUID();
    const body = sending(await message(), { without: ['account'], more: [{ name: ' 授权委托书 ', required: false }], until });
    expect(outcome(await send(id, officer('agent1'), body))).toBe('sent');
    const { form: shown, clock } = await readForm(id, taxpayer());
    expect(shown.papers.map(({ key, name, required }) => [key, name, required])).toEqual([
      ['application', '退（抵）税申请表', true],
      ['industry', '行业销售额占比说明', false],
      ['input', '进项税额构成情况说明', false],
      ['more-1', '授权委托书', false],
    ]);
    expect(clock).toMatchObject({ purpose: 'supplement', dueAt: new Date(endOfWork(calendar, until) ?? 0).toISOString() });
    // The same request again is the same form; another choice under its id is none.
    expect(outcome(await send(id, officer('agent1'), body))).toBe('sent');
    expect(outcome(await send(id, officer('agent1'), { ...body, until: null }))).toBe('422 key-reused');
    expect(outcome(await send(id, officer('agent1'), { ...body, more: [] }))).toBe('422 key-reused');
  });

  it('is not sent with wrong papers or a wrong day; all is told at once, and nothing is kept', async () => {
    const calendar = await calendarOfCentre();
    const days = Array.from({ length: 180 }, (_, ahead) => dateOf(dayNumberOf(Date.now()) + ahead + 1));
    const closed = days.find((day) => endOfWork(calendar, day) === null);
    const more = [
      { name: '授权委托书', required: true },
      { name: '授权委托书', required: true },
    ];
    for (const [change, faults] of [
      [
        { without: ['nothing'], more, until: '2026-01-05' },
        { 'without.0': 'not-a-choice', 'more.1.name': 'duplicate', until: 'in-past' },
      ],
      [{ until: closed }, { until: 'closed-day' }],
      [{ until: '2099-01-05' }, { until: 'out-of-range' }],
      [{ until: '2026-02-30' }, { until: 'not-a-date' }],
      [{ more: Array.from({ length: 11 }, () => more[0]) }, { more: 'too-long' }],
      [{ more: [{ name: '字'.repeat(200), required: true }] }, { 'more.0.name': 'too-long' }],
    ] as const) {
      const id = randomUUID();
      const answer = await send(id, officer('agent1'), sending(await message(), change));
      expect([change, answer.status]).toEqual([change, 422]);
      expect(faultsOf(answer)).toEqual(faults);
      expect(await images(id)).toEqual([]);
    }
  });

  it('is refused of one that cannot', async () => {
    const [free, withdrawn, converted, answered] = [await message(null), await message(), await message(), await message('agent2')];
    await onMessage(withdrawn, 'withdraw', taxpayer());
    const orderId = randomUUID();
    await the.open(orderId, officer('agent1'), opening({ originId: converted }));
    for (const [messageId, login, refusal] of [
      [free, 'agent1', '409 not-assigned'],
      [withdrawn, 'agent1', '409 case-withdrawn'],
      [converted, 'agent1', '409 already-converted'],
      [answered, 'agent1', '409 not-assignee'],
      [answered, 'supervisor1', '409 not-assignee'],
      [await message(), 'agent4', '404 not-found'],
      [await message(), 'supervisor2', '404 not-found'],
      [await message(), 'agent6', '404 not-found'],
      [await message(), 'admin', '403 not-allowed'],
      [randomUUID(), 'agent1', '404 not-found'],
      // A form cannot be sent from a form.
      [await form(), 'agent1', '404 not-found'],
    ] as const) {
      const id = randomUUID();
      expect([login, outcome(await send(id, officer(login), sending(messageId)))]).toEqual([login, refusal]);
      expect(await images(id)).toEqual([]);
    }
    expect(detailsOf(await send(randomUUID(), officer('agent1'), sending(converted)))).toEqual({ orderId });
    for (const messageId of [free, withdrawn, converted])
      expect((await read(messageId, officer('agent1'))).actions).not.toContain('sendForm');
    expect((await send(randomUUID(), taxpayer(), sending(free))).status).toBe(403);
    expect((await send(randomUUID(), {}, sending(free))).status).toBe(401);
  });

  it('is refused to who sees the 留言 only as one that belongs together with theirs', async () => {
    const messageId = await message();
    expect(outcome(await send(randomUUID(), officer('agent1'), sending(messageId)))).toBe('sent');
    const elsewhere = { to: { centreId: 'binhai-2' }, note: note() };
    expect(outcome(await onMessage(messageId, 'handOver', officer('agent1'), elsewhere))).toBe('submitted');
    expect((await read(messageId, officer('agent1'))).actions).toEqual(['view']);
    expect(outcome(await send(randomUUID(), officer('agent1'), sending(messageId)))).toBe('403 not-allowed');
    expect(outcome(await the.open(randomUUID(), officer('agent1'), opening({ originId: messageId })))).toBe('403 not-allowed');
  });
});

describe('a form sent from an order', () => {
  it('is carried by it: the order waits with its clock standing still, and goes on with the result', async () => {
    const { orderId, formId } = await formOfOrder();
    expect(await orderState(orderId)).toMatchObject({ status: 'awaiting-materials', state: { form: { id: formId, ended: false } } });
    // The order's limit is the form's total time, so there is no warning while the form is in time.
    const clockOf = async (id: string) =>
      (await web.knex('cases').where({ id }).first<{ state: { clock: { purpose: string; dueAt: number } } }>('state')).state.clock;
    const [waits, handIn] = [await clockOf(orderId), await clockOf(formId)];
    expect([waits.purpose, waits.dueAt > handIn.dueAt]).toEqual(['form', true]);
    const page = await read(orderId, officer('agent1'));
    expect(page.actions).not.toContain('sendForm');
    expect(page.thread).toMatchObject([{ id: formId, kind: 'service-form' }]);
    const { form: part, thread } = await readForm(formId, taxpayer());
    expect(part.order).toEqual({ id: orderId, number: expect.stringMatching(/^\d{8}6\d{6}$/) });
    expect(thread).toMatchObject([{ id: orderId }]);
    for (const [type, body] of [
      ['advance', {}],
      ['finish', content()],
      ['askPapers', { keys: ['screenshot'], note: note() }],
    ] as const) {
      const answer = await onOrder(orderId, type, officer('agent1'), body);
      expect([type, outcome(answer), detailsOf(answer)]).toEqual([type, '409 order-awaits-form', { formId }]);
    }
    const papers = [{ key: 'screenshot', uploadIds: [await upload()] }];
    expect(outcome(await onOrder(orderId, 'supplement', taxpayer(), { papers }))).toBe('409 order-awaits-form');

    await the.completed(formId);
    await goesOn(orderId);
    expect(await events(orderId)).toEqual(['opened', 'claimed', 'form-sent', 'form-ended']);
    const [sentStory, endedStory] = (await read(orderId, taxpayer())).story.slice(-2);
    const number = (await web.knex('cases').where({ id: formId }).first<{ number: string }>('number')).number;
    expect([sentStory?.data, endedStory?.data]).toMatchObject([{ number }, { number, outcome: 'completed' }]);
    await does(orderId, 'finish', officer('agent1'), content());
    // The form is unchanged.
    expect((await readForm(formId, taxpayer())).status).toBe('completed');
  });

  it.each<[string, (formId: string) => Promise<void>, string]>([
    ['recalled', (id) => recalled(id), 'recalled'],
    ['ended by the supervisor', (id) => fills(id, 'end', officer('supervisor1'), { reason: note() }), 'ended'],
  ])('lets it go on when it is %s, and another can be sent', async (_, end, how) => {
    const { orderId, formId } = await formOfOrder();
    await end(formId);
    await goesOn(orderId);
    expect((await read(orderId, officer('agent1'))).story.at(-1)).toMatchObject({ type: 'form-ended', data: { outcome: how } });
    const second = randomUUID();
    expect(outcome(await send(second, officer('agent1'), sending(orderId)))).toBe('sent');
    expect((await orderState(orderId)).state.form).toEqual({ id: second, ended: false });
  });

  it.each([
    ['terminated by the taxpayer', 'terminate', 'taxpayer'],
    ['ended by the supervisor', 'end', 'supervisor1'],
  ] as const)('ends with it when the order is %s', async (_, type, who) => {
    const { orderId, formId } = await formOfOrder();
    await fills(formId, 'save', taxpayer(), await filled('application'));
    await does(orderId, type, who === 'taxpayer' ? taxpayer() : officer(who), { reason: note() });
    await eventually(
      () => events(formId),
      (types) => types.includes('closed'),
      20_000,
    );
    const page = await readForm(formId, taxpayer());
    expect(page).toMatchObject({ status: 'recalled', outcome: 'order-ended', form: { saved: false } });
    const late = await onForm(formId, 'confirm', taxpayer(), await filled(...required));
    expect([outcome(late), detailsOf(late)]).toEqual(['409 form-recalled', { by: 'system' }]);
  });

  it('is one at a time: of two at once, and of one that waits already, the other is told which', async () => {
    const orderId = await order(question());
    const ids = [randomUUID(), randomUUID()];
    const answers = await Promise.all(ids.map((id) => send(id, officer('agent1'), sending(orderId))));
    expect(answers.map(outcome).toSorted()).toEqual(['409 order-awaits-form', 'sent']);
    const won = ids[answers.findIndex(({ status }) => status === 200)];
    expect(await images(...ids)).toEqual([won]);
    const third = await send(randomUUID(), officer('agent1'), sending(orderId));
    expect([outcome(third), detailsOf(third)]).toEqual(['409 order-awaits-form', { formId: won }]);
  });

  it('is refused of one that cannot, and the order stays as it was', async () => {
    const [free, awaiting, ended] = [await order(question(), null), await order(), await order(question())];
    await does(awaiting, 'askPapers', officer('agent1'), { keys: ['contract'], note: note() });
    await does(ended, 'finish', officer('agent1'), content());
    const over = await order(question());
    await does(over, 'finish', officer('agent1'), content());
    await does(over, 'rate', taxpayer(), { resolved: true, stars: 5 });
    await eventually(
      () => web.knex('cases').where({ id: over }).pluck<boolean[]>('live'),
      ([live]) => live === false,
      20_000,
    );
    for (const [orderId, login, refusal] of [
      [free, 'agent1', '409 not-assigned'],
      [awaiting, 'agent1', '409 awaiting-taxpayer'],
      [ended, 'agent1', '409 order-completed'],
      [over, 'agent1', '409 order-completed'],
      [await order(question()), 'agent2', '409 not-assignee'],
      [await order(question()), 'supervisor1', '409 not-assignee'],
      [await order(question()), 'agent4', '404 not-found'],
      [await order(question()), 'admin', '403 not-allowed'],
    ] as const) {
      const [id, before] = [randomUUID(), await events(orderId)];
      expect([login, outcome(await send(id, officer(login), sending(orderId)))]).toEqual([login, refusal]);
      expect([await images(id), await events(orderId)]).toEqual([[], before]);
    }
  });

  it('handed in and judged while the order is ended is ended with it, or before it', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { orderId, formId } = await formOfOrder();
      await submitted(formId);
      await the.accepts(formId);
      const both = [
        () => onForm(formId, 'complete', officer('agent1'), content()),
        () => onOrder(orderId, 'end', officer('supervisor1'), { reason: note() }),
      ];
      await Promise.all((round % 2 === 0 ? both : both.toReversed()).map((act) => act()));
      const told = await eventually(
        () => events(formId),
        (types) => types.some((type) => type === 'completed' || type === 'closed'),
        20_000,
      );
      expect(['completed', 'closed']).toContain(told.at(-1));
      const orderTold = await eventually(
        () => events(orderId),
        (types) => types.includes('closed'),
        20_000,
      );
      expect(orderTold.slice(0, 3)).toEqual(['opened', 'claimed', 'form-sent']);
      expect((await orderState(orderId)).status).toBe('terminated');
    }
  });
});

describe('a form sent under an id', () => {
  it.each(['a 留言', 'an order'])('from %s again, also at once, gives the same answer', async (from) => {
    const originId = from === 'a 留言' ? await message() : await order(question());
    const id = randomUUID();
    const again = () => send(id, officer('agent1'), sending(originId));
    const [first, second] = await Promise.all([again(), again()]);
    expect([outcome(first), second.body]).toEqual(['sent', first.body]);
    expect((await again()).body).toEqual(first.body);
    expect(await events(id)).toEqual(['sent']);
    await fills(id, 'save', taxpayer(), { papers: [] });
    expect((await again()).body).toMatchObject({ number: first.body['number'], version: 2 });
  });

  it('again while its order does not say so yet asks the order once more, and nothing is done twice', async () => {
    const { orderId, formId } = await formOfOrder();
    const before = [await events(orderId), await events(formId)];
    const answer = await readForm(formId, officer('agent1'));
    await web.knex('case_links').where({ case_id: orderId, other_id: formId }).delete();
    expect((await send(formId, officer('agent1'), sending(orderId))).body).toMatchObject({
      caseId: formId,
      status: 'sent',
      version: answer.version,
    });
    expect([await events(orderId), await events(formId)]).toEqual(before);
  });

  it('with other contents is refused', async () => {
    const [messageId, other] = [await message(), await message()];
    const id = randomUUID();
    await send(id, officer('agent1'), sending(messageId));
    const file = await upload(officer('agent1'), 'officer');
    for (const more of [{ text: '请尽快提供' }, { typeId: 'binhai-sf-deregistration' }, { originId: other }, { uploadIds: [file] }])
      expect([Object.keys(more), outcome(await send(id, officer('agent1'), sending(messageId, more)))]).toEqual([
        Object.keys(more),
        '422 key-reused',
      ]);
    // It is still the first form.
    expect(outcome(await send(id, officer('agent1'), sending(messageId)))).toBe('sent');
    expect(await web.knex('texts').where({ case_id: id }).whereNotNull('adopted_at').pluck('body')).toEqual([sending(messageId).text]);
  });

  it.each(['a 留言', 'an order'])('from %s at once with two texts is one of them, now and later', async (from) => {
    const originId = from === 'a 留言' ? await message() : await order(question());
    const id = randomUUID();
    const bodies = ['请提供材料甲', '请提供材料乙'].map((text) => sending(originId, { text }));
    const answers = await Promise.all(bodies.map((body) => send(id, officer('agent1'), body)));
    expect(answers.map(outcome).toSorted()).toEqual(['422 key-reused', 'sent']);
    const won = answers.findIndex(({ status }) => status === 200);
    expect((await readForm(id, taxpayer())).story[0]?.text).toBe(bodies[won]?.text);
    for (const [i, body] of bodies.entries())
      expect(outcome(await send(id, officer('agent1'), body))).toBe(i === won ? 'sent' : '422 key-reused');
  });

  it('from two origins at once is one of them', async () => {
    const [messageId, orderId] = [await message(), await order(question())];
    const id = randomUUID();
    const answers = await Promise.all([messageId, orderId].map((originId) => send(id, officer('agent1'), sending(originId))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const lost = answers.findIndex(({ status }) => status !== 200);
    expect(['422 key-reused', '409 id-taken']).toContain(answers[lost] && outcome(answers[lost]));
    expect(await events(orderId)).toEqual(lost === 1 ? ['opened', 'claimed'] : ['opened', 'claimed', 'form-sent']);
    expect((await readForm(id, officer('agent1'))).thread).toMatchObject([{ id: lost === 1 ? messageId : orderId }]);
  });

  it('that is somebody else’s, or another kind of case’s, is refused', async () => {
    const id = await form();
    const messageId = await message('agent2');
    expect(outcome(await send(id, officer('agent2'), sending(messageId)))).toBe('422 key-reused');
    expect(outcome(await send(id, officer('agent4'), sending(messageId)))).toBe('404 not-found');
    for (const taken of [messageId, await order()])
      expect(outcome(await send(taken, officer('agent2'), sending(messageId)))).toBe('422 key-reused');
  });
});

describe('what a form is sent with', () => {
  const faults = async (body: object) => {
    const id = randomUUID();
    const answer = await send(id, officer('agent1'), { ...sending(await message()), ...body });
    expect([answer.status, await images(id), await web.knex('texts').where({ case_id: id })]).toEqual([422, [], []]);
    return faultsOf(answer);
  };

  it.each([
    ['no template', 'unknown'],
    ['a type of 留言', 'binhai-invoice'],
    ['a type of orders', 'binhai-wo-quota'],
    ['a template of another region', 'yunling-sf-vat-credit-refund'],
  ])('is refused with %s', async (_, typeId) => {
    expect(await faults({ typeId })).toEqual({ typeId: 'not-a-choice' });
  });

  it('is refused with everything that is wrong at once', async () => {
    expect(await faults({ typeId: 'unknown', uploadIds: [randomUUID()] })).toEqual({
      typeId: 'not-a-choice',
      'uploadIds.0': 'upload-unknown',
    });
    expect(await faults({ typeId: '', originId: 'here', text: ' ' })).toEqual({
      typeId: 'required',
      originId: 'invalid',
      text: 'required',
    });
    expect(await faults({ text: '𠮷'.repeat(5_001) })).toEqual({ text: 'too-long' });
    expect(await faults({ text: 'a\0b' })).toEqual({ text: 'invalid' });
  });

  it('is refused with files of others, twice, or too many', async () => {
    const [own, colleagues, taxpayers] = await Promise.all([
      upload(officer('agent1'), 'officer'),
      upload(officer('agent2'), 'officer'),
      upload(),
    ]);
    expect(await faults({ uploadIds: [own, colleagues, taxpayers, own] })).toEqual({
      ...{ 'uploadIds.1': 'upload-unknown', 'uploadIds.2': 'upload-unknown', 'uploadIds.3': 'upload-unknown' },
    });
    await the.withSetting('upload.maxFiles', 1, async () => {
      expect(await faults({ uploadIds: [own, randomUUID()] })).toEqual({ uploadIds: 'upload-too-many' });
    });
  });
});

describe('a template', () => {
  const active = (is: boolean) => web.knex('case_types').where({ id: formType }).update({ active: is });
  afterEach(() => active(true));

  it('that is withdrawn lets its forms go on, and has no new ones', async () => {
    const [id, messageId] = [await form(), await message()];
    const body = sending(messageId);
    const second = randomUUID();
    const sent = await send(second, officer('agent1'), body);
    await active(false);
    const refused = await send(randomUUID(), officer('agent1'), sending(messageId));
    expect([refused.status, faultsOf(refused)]).toEqual([422, { typeId: 'not-a-choice' }]);
    // A repetition of a request from before the withdrawal gets the same answer.
    expect((await send(second, officer('agent1'), body)).body).toEqual(sent.body);
    await the.completed(id);
    expect((await readForm(id, taxpayer())).status).toBe('completed');
  });

  it('that has changed is what new forms begin with; a running one keeps its version', async () => {
    const typeId = `binhai-${randomUUID()}`;
    const paper = (key: string, name: string) => ({ key, name, nameEn: name, required: true });
    const keep = (...papers: object[]) =>
      web.ask('PUT', `/api/service-form-types/${typeId}`, {
        as: officer('admin'),
        body: { name: '代开发票', nameEn: 'Invoices', active: true, definition: { papers } },
      });
    expect((await keep(paper('contract', '合同'), paper('card', '身份证件'))).status).toBe(201);
    const before = await form({ typeId });
    expect((await keep(paper('contract', '业务合同'))).body).toMatchObject({ version: 2, running: 1 });
    const after = await form({ typeId });
    const namesOf = async (id: string) => (await readForm(id, taxpayer())).form.papers.map(({ name }) => name);
    expect([await namesOf(before), await namesOf(after)]).toEqual([['合同', '身份证件'], ['业务合同']]);
    const missing = await onForm(before, 'confirm', taxpayer(), await filled('contract'));
    expect(detailsOf(missing)).toEqual({ keys: 'card' });
    await fills(after, 'confirm', taxpayer(), await filled('contract'));
    await fills(before, 'confirm', taxpayer(), await filled('contract', 'card'));
    await fills(before, 'reviewPapers', officer('agent1'), { verdicts: [accepted('contract'), accepted('card')] });
    await fills(before, 'complete', officer('agent1'), content());
  });

  it('of fifty papers is filled in, confirmed and judged in one go', async () => {
    const keys = Array.from({ length: 50 }, (_, i) => `paper-${String(i)}`);
    const papers = (of: string[]) => of.map((key) => ({ key, name: key, nameEn: key, required: true }));
    const typeId = `binhai-${randomUUID()}`;
    const kept = (of: string[]) =>
      web.ask('PUT', `/api/service-form-types/${typeId}`, {
        as: officer('admin'),
        body: { name: '五十份材料', nameEn: 'Fifty papers', active: true, definition: { papers: papers(of) } },
      });
    expect((await kept(keys)).status).toBe(201);
    expect(faultsOf(await kept([...keys, 'paper-50']))).toEqual({ 'definition.papers': 'too-long' });
    const id = await form({ typeId });
    const all = await filled(...keys);
    await fills(id, 'save', taxpayer(), all);
    await fills(id, 'confirm', taxpayer(), all);
    const tooMany = await filled(...keys, 'paper-50');
    for (const type of ['save', 'confirm']) expect(faultsOf(await onForm(id, type, taxpayer(), tooMany))).toEqual({ papers: 'too-long' });
    await fills(id, 'reviewPapers', officer('agent1'), { verdicts: keys.map((key) => accepted(key)) });
    expect(await readForm(id, taxpayer())).toMatchObject({ status: 'accepted' });
  });
});

describe('the page of a form', () => {
  it('tells its taxpayer what is theirs to know: no officer’s name, no word between officers', async () => {
    const id = await form();
    await fills(id, 'handOver', officer('agent1'), { to: { officerId: officer('agent2').id }, note: note('内部说明：请接手') });
    await fills(id, 'release', officer('agent2'), { note: note('内部说明：退回') });
    await fills(id, 'reassign', officer('supervisor1'), { officerId: officer('agent1').id, note: note('内部说明：改派') });
    await submitted(id);
    await fills(id, 'recall', officer('agent1'), { reason: note('请改到窗口办理') });
    const told = await readForm(id, taxpayer());
    // The taxpayer is told that it was assigned, but nothing of hand-overs.
    expect(told.story.map(({ type, text }) => [type, text])).toEqual([
      ['sent', '请提供以下材料，以便办理留抵退税。'],
      ['assigned', null],
      ['confirmed', null],
      ['closed', '请改到窗口办理'],
    ]);
    const whole = JSON.stringify(told);
    const names = await web.knex('officers').pluck<string[]>('name');
    const ids = (['agent1', 'agent2', 'supervisor1'] as const).map((login) => officer(login).id);
    for (const hidden of [...names, ...ids, '内部']) expect(whole).not.toContain(hidden);
    const page = await readForm(id, officer('agent2'));
    expect(page.story.map(({ type }) => type)).toEqual(['sent', 'handed-over', 'released', 'reassigned', 'confirmed', 'closed']);
    for (const shown of ['内部说明：请接手', '内部说明：退回', '内部说明：改派', '周明', '冯建国'])
      expect(JSON.stringify(page)).toContain(shown);
  });

  it('is its taxpayer’s and its centre’s alone', async () => {
    const id = await form();
    const others = await Promise.all(['zhao-min', 'li-xue', 'chen-zhiqiang-whale'].map((identity) => web.taxpayer(identity)));
    for (const as of [...others, ...(['agent4', 'agent6', 'admin'] as const).map(officer)])
      expect((await web.ask('GET', `/api/cases/${id}`, { as })).status).toBe(404);
    expect((await web.ask('GET', `/api/cases/${id}`)).status).toBe(401);
  });

  it('stands in the worklist while there is something to do, on the side of whose turn it is', async () => {
    const id = await form();
    const task = () => web.knex('tasks').where({ case_id: id }).first<{ turn: string; status: string } | undefined>('turn', 'status');
    expect(await task()).toEqual({ turn: 'taxpayer', status: 'sent' });
    await submitted(id);
    expect(await task()).toEqual({ turn: 'officer', status: 'submitted' });
    await recalled(id);
    expect(await task()).toBeUndefined();
  });
});

describe('what the supervisor reads', () => {
  const historyOf = async (id: string, language: 'zh-CN' | 'en') => {
    const { status, body } = await web.ask('GET', `/api/supervision/cases/${id}/history`, {
      as: officer('supervisor1'),
      headers: { 'accept-language': language },
    });
    expect(status).toBe(200);
    const translate = createTranslate(language) as (key: string, values: object) => string;
    const lines = body['lines'] as { code: string; values: object }[];
    return {
      waitingFor: body['waitingFor'],
      told: lines.map(({ code, values }) => translate(code.includes(':') ? code : `history:${code}`, values)),
    };
  };
  // Lines about the engine and the projection are not under test here.
  const inShort = (told: readonly string[]) => told.filter((line) => !/流程引擎|workflow engine|数据库|database|计时|[Tt]imer/.test(line));

  it('of an order that waits for a form, and of that form, is plain in both languages', async () => {
    const { orderId, formId } = await formOfOrder();
    await fills(formId, 'save', taxpayer(), await filled('application'));
    const waits = await historyOf(orderId, 'zh-CN');
    expect(inShort(waits.told).slice(-4)).toEqual([
      '周明发出确认单，工单等待其结果',
      '准备开始：确认单',
      '开始：确认单',
      expect.stringMatching(/^操作已生效：待补正，进展到第 \d+ 步$/),
    ]);
    const filling = await historyOf(formId, 'zh-CN');
    expect(inShort(filling.told)).toEqual([
      '确认单发出，流程开始',
      '记录流程版本：outcomes',
      '周明发出确认单',
      '操作已生效：待提交，进展到第 1 步',
      '纳税人保存填写中的材料',
      '操作已生效：待提交，进展到第 2 步',
    ]);
    expect([waits.waitingFor, filling.waitingFor]).toMatchObject([
      { purpose: 'form', next: 'due' },
      { purpose: 'supplement', next: 'warn' },
    ]);

    await recalled(formId);
    await goesOn(orderId);
    await web.client.workflow.getHandle(workflowIdOf('service-form', formId)).result();
    expect(inShort((await historyOf(orderId, 'en')).told)).toContain('Signal “Form ended” came in from the form');
    expect(inShort((await historyOf(formId, 'en')).told).slice(-4)).toEqual([
      'About to tell the work order: Form ended',
      'Told the work order',
      expect.stringMatching(/^Carried out: /),
      'The workflow ended with everything done',
    ]);
  });
});

describe('业务确认单', () => {
  it('lists one’s own forms by what is asked, newest first, with what is wanted still', async () => {
    const zhao = await web.taxpayer('zhao-min');
    const first = await form({}, 'agent1', zhao);
    const second = await form({ typeId: 'binhai-sf-cross-region' }, 'agent1', zhao);
    await onForm(second, 'save', zhao, { papers: [] });
    await recalled(first);
    const ask = (query: string) => web.ask('GET', `/api/service-forms?${query}`, { as: zhao });
    const list = async (query: string) => ((await ask(query)).body['items'] as { id: string }[]).map(({ id }) => id);
    expect((await ask('')).body).toMatchObject({
      total: 2,
      items: [
        { id: second, kind: 'service-form', status: 'sent', papers: 4, wanted: 3, saved: true, dueAt: expect.any(String) },
        { id: first, status: 'recalled', papers: 4, wanted: 0, saved: false, dueAt: null, excerpt: '请提供以下材料，以便办理留抵退税。' },
      ],
    });
    expect(await list('status=recalled')).toEqual([first]);
    expect(await list('typeId=binhai-sf-cross-region')).toEqual([second]);
    const { number } = await web.knex('cases').where({ id: first }).first<{ number: string }>('number');
    expect(await list(`number=${number.slice(-8)}`)).toEqual([first]);
    expect(await list('from=2020-01-01&to=2020-12-31')).toEqual([]);
    expect((await ask('page=2&size=1')).body).toMatchObject({ total: 2, items: [{ id: first }] });
    expect(faultsOf(await ask('status=open&from=today'))).toEqual({ status: 'not-a-choice', from: 'not-a-date' });
  });

  it('names the templates that one’s own forms were made from: each once, and of no other kind', async () => {
    const asker = await web.taxpayer('wang-lihua-haiyan');
    const types = (headers = {}) => web.ask('GET', '/api/service-forms/types', { as: asker, headers });
    expect((await types()).body).toEqual({ items: [] });
    for (let count = 0; count < 2; count += 1) await form({ typeId: 'binhai-sf-cross-region' }, 'agent1', asker);
    expect((await types()).body).toEqual({ items: [{ id: 'binhai-sf-cross-region', name: '跨区域涉税事项报验' }] });
    expect((await types({ 'accept-language': 'en' })).body['items']).toMatchObject([
      { name: 'Registration of business in another region' },
    ]);
    expect((await web.ask('GET', '/api/service-forms/types', { as: officer('agent1') })).status).toBe(403);
  });

  it.each<[string, Login | null, number]>([
    ['an agent', 'agent1', 403],
    ['a supervisor', 'supervisor1', 403],
    ['an administrator', 'admin', 403],
    ['nobody', null, 401],
  ])('is nothing for %s', async (_, login, status) => {
    expect((await web.ask('GET', '/api/service-forms', { as: login ? officer(login) : {} })).status).toBe(status);
  });
});
