/** What an officer begins beside a conversation, and who comes to it: colleagues, groups, a supervisor. */
import { randomUUID } from 'node:crypto';

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { alwaysOpen } from '../../../tests/support/always-open.ts';
import { eventually } from '../../../tests/support/message.ts';
import { opening } from '../../../tests/support/order-desk.ts';
import { idOf, tusClient } from '../../../tests/support/tus.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import type { DeskConversations } from '../../api/conversation/desk.ts';

const web = testWeb({ workers: true });
const { uploaded } = tusClient(web);
type Person = Who & { id: string };
let taxpayer: Person;
let agent: Person;
let colleague: Person;
let supervisor: Person;
let elsewhere: Person;

beforeAll(async () => {
  await alwaysOpen(web.knex);
  taxpayer = await web.taxpayer('li-xue-whale');
  [agent, colleague, supervisor, elsewhere] = (await Promise.all(
    ['agent1', 'agent2', 'supervisor1', 'agent4'].map((login) => web.officer(login)),
  )) as [Person, Person, Person, Person];
}, 60_000);

const attends = async (...people: Person[]) => {
  await web.knex('officers').update({ status: 'away', present_until: null });
  await web
    .knex('officers')
    .whereIn(
      'id',
      people.map(({ id }) => id),
    )
    .update({ status: 'online', present_until: '2099-01-01T00:00:00Z' });
};
const does = (as: Who, id: string, type: string, body: object = {}) =>
  web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() });
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const shown = async (as: Who, id: string) => (await web.ask('GET', `/api/cases/${id}`, { as })).body;
const actions = async (as: Who, id: string) => (await shown(as, id))['actions'] as string[];
const desk = async (as: Who) => (await web.ask('GET', '/api/desk/conversations', { as })).body as unknown as DeskConversations;
interface Message {
  internal: boolean;
  content: { type: string; text?: string; event?: string; kind?: string; caseId?: string };
}
const chat = async (as: Who, id: string) => {
  const { body } = await web.ask('GET', `/api/cases/${id}/chat`, { as });
  return { messages: body['messages'] as Message[], floor: body['floor'] as { epoch: number; mayWrite: boolean } };
};
const say = async (as: Who, id: string, body: object) =>
  web.ask('POST', `/api/cases/${id}/chat`, {
    as,
    body: { clientId: randomUUID(), epoch: (await chat(as, id)).floor.epoch, text: '您好', ...body },
  });

/** A conversation that the agent has. */
async function connected(): Promise<string> {
  await attends(agent);
  const id = randomUUID();
  expect((await web.ask('PUT', `/api/conversations/${id}`, { as: taxpayer, body: {} })).status).toBe(200);
  expect((await does(taxpayer, id, 'requestOfficer')).body['status']).toBe('offered');
  expect((await does(agent, id, 'accept')).status).toBe(200);
  return id;
}
afterEach(async () => {
  const open = await web.knex('cases').where({ kind: 'conversation' }).whereNull('closed_at').pluck<string[]>('id');
  for (const id of open) expect((await does(taxpayer, id, 'close')).status).toBe(200);
});

const begins = {
  'a follow-up': (id: string, originId: string, as: Who = agent) =>
    web.ask('PUT', `/api/messages/${id}/follow-up`, {
      as,
      key: id,
      body: { originId, typeId: 'binhai-other', text: '请补充核定资料，由我跟进。', uploadIds: [] },
    }),
  'an order': (id: string, originId: string, as: Who = agent) =>
    web.ask('PUT', `/api/work-orders/${id}`, { as, key: id, body: opening({ originId }) }),
  'a form': async (id: string, originId: string, as: Who = agent) => {
    const { body: types } = await web.ask('GET', '/api/service-form-types', { as });
    const typeId = (types['items'] as { id: string }[])[0]?.id;
    return await web.ask('PUT', `/api/service-forms/${id}`, { as, key: id, body: { typeId, originId, text: '请提交材料', uploadIds: [] } });
  },
} as const;

describe('from a conversation', () => {
  it.each(Object.entries(begins))('the officer begins %s: it is linked on both sides and shown in the chat, once', async (_, begin) => {
    const id = await connected();
    const begun = randomUUID();
    const first = await begin(begun, id);
    expect([first.status, codeOf(first)]).toEqual([200, undefined]);
    expect((await begin(begun, id)).body).toMatchObject({ caseId: begun });
    for (const reader of [taxpayer, agent]) {
      expect((await shown(reader, id))['thread']).toMatchObject([{ id: begun }]);
      expect((await shown(reader, begun))['thread']).toMatchObject([{ id }]);
      const cards = (await chat(reader, id)).messages.filter(({ content }) => content.type === 'card');
      expect(cards.map(({ content }) => content.caseId)).toEqual([begun]);
    }
  });

  it('nobody else begins anything, until it has ended', async () => {
    const id = await connected();
    for (const begin of Object.values(begins)) {
      expect(codeOf(await begin(randomUUID(), id, colleague))).toBe('not-assignee');
      expect(codeOf(await begin(randomUUID(), id, elsewhere))).toBe('not-found');
    }
    expect(await actions(colleague, id)).not.toContain('leaveMessage');
    expect((await does(agent, id, 'close')).status).toBe(200);
    expect(await actions(colleague, id)).toEqual(expect.arrayContaining(['leaveMessage', 'openOrder', 'sendForm']));
    expect((await begins['a follow-up'](randomUUID(), id, colleague)).status).toBe(200);
  });

  it('the officer who leaves a follow-up has it, and the same id takes no other words', async () => {
    const id = await connected();
    const followUp = randomUUID();
    expect((await begins['a follow-up'](followUp, id)).body).toMatchObject({ status: 'assigned' });
    expect((await shown(agent, followUp))['assignee']).toMatchObject({ id: agent.id });
    const other = { originId: id, typeId: 'binhai-other', text: '另一件事情', uploadIds: [] };
    expect(codeOf(await web.ask('PUT', `/api/messages/${followUp}/follow-up`, { as: agent, key: followUp, body: other }))).toBe(
      'key-reused',
    );
    const unknown = await web.ask('PUT', `/api/messages/${randomUUID()}/follow-up`, {
      as: agent,
      key: followUp,
      body: { ...other, typeId: 'x' },
    });
    expect([unknown.status, codeOf(unknown)]).toEqual([422, 'invalid-request']);
  });

  it('files that were sent are offered, and a copy is handed in as one’s own', async () => {
    const id = await connected();
    const sent = idOf(await uploaded(taxpayer, '申请表.txt', Buffer.from('申请人：李雪')));
    expect((await say(taxpayer, id, { text: '', uploadIds: [sent] })).status).toBe(200);
    const note = idOf(await uploaded(agent, '内部.txt', Buffer.from('内部材料')));
    expect((await say(agent, id, { internal: true, uploadIds: [note] })).status).toBe(200);

    for (const reader of [agent, taxpayer, supervisor]) {
      const { body } = await web.ask('GET', `/api/cases/${id}/chat/files`, { as: reader });
      expect((body['items'] as { by: string; file: { id: string } }[]).map(({ by, file }) => [by, file.id])).toEqual([['taxpayer', sent]]);
    }
    const copy = (as: Who, upload: string) => web.ask('POST', `/api/cases/${id}/chat/files/${upload}/copy`, { as });
    const copied = await copy(agent, sent);
    expect([copied.status, copied.body]).toMatchObject([201, { name: '申请表.txt' }]);
    expect(copied.body['id']).not.toBe(sent);
    for (const [as, upload] of [
      [agent, note],
      [agent, randomUUID()],
      [elsewhere, sent],
    ] as const)
      expect(codeOf(await copy(as, upload))).toBe('not-found');

    const followUp = randomUUID();
    const body = { originId: id, typeId: 'binhai-other', text: '请审核', uploadIds: [copied.body['id']] };
    expect((await web.ask('PUT', `/api/messages/${followUp}/follow-up`, { as: agent, key: followUp, body })).status).toBe(200);
    const story = (await shown(taxpayer, followUp))['story'] as { attachments: { url: string; name: string }[] }[];
    const file = story[0]?.attachments[0];
    expect(file?.name).toBe('申请表.txt');
    const read = await fetch(web.origin + (file?.url ?? ''));
    expect(await read.text()).toBe('申请人：李雪');
  });
});

describe('a note that mentions a colleague', () => {
  it('is told to them until they have seen it, and to nobody else', async () => {
    const id = await connected();
    const said = await say(agent, id, { internal: true, text: '@吴倩 请看一下', mentions: [colleague.id] });
    expect(said.status).toBe(200);
    expect((await desk(colleague)).mentions).toMatchObject([{ id, by: '周明', excerpt: '@吴倩 请看一下' }]);
    for (const other of [agent, supervisor, elsewhere]) expect((await desk(other)).mentions).toEqual([]);
    expect((await web.ask('PUT', `/api/desk/conversations/${id}/mentions/seen`, { as: elsewhere })).status).toBe(204);
    expect((await desk(colleague)).mentions).toHaveLength(1);
    expect((await web.ask('PUT', `/api/desk/conversations/${id}/mentions/seen`, { as: colleague })).status).toBe(204);
    expect((await desk(colleague)).mentions).toEqual([]);
  });

  it('is refused with somebody of another centre, and in words to the taxpayer', async () => {
    const id = await connected();
    const before = (await chat(agent, id)).messages.length;
    expect(codeOf(await say(agent, id, { internal: true, mentions: [colleague.id, elsewhere.id] }))).toBe('officer-unknown');
    expect((await say(agent, id, { mentions: [colleague.id] })).status).toBe(422);
    expect((await say(taxpayer, id, { mentions: [colleague.id] })).status).toBe(422);
    expect((await chat(agent, id)).messages).toHaveLength(before);
    expect((await desk(colleague)).mentions).toEqual([]);
  });
});

describe('a hand-over to a group', () => {
  const to = { groupId: 'binhai-test-group', centreId: 'binhai-1' };
  const note = () => ({ id: randomUUID(), text: '请专家处理' });

  it('waits for its officers alone, and is offered to the first who is there', async () => {
    await web
      .knex('handling_groups')
      .insert({ id: to.groupId, region_id: 'binhai', centre_id: 'binhai-1', name: '专家组', name_en: 'Experts' });
    await web.knex('group_members').insert({ group_id: to.groupId, officer_id: colleague.id });
    const id = await connected();
    const third = await web.officer('agent3');
    await attends(agent, third);
    expect((await does(agent, id, 'handOver', { to, note: note() })).body['status']).toBe('queued');
    expect((await desk(third)).waiting.map((row) => row.id)).toEqual([id]);
    await attends(agent, third, colleague);
    await web.ask('PUT', '/api/session/status', { as: colleague, body: { status: 'online', reason: null } });
    await eventually(
      () => desk(colleague),
      ({ own }) => own.some((row) => row.id === id && row.status === 'offered'),
    );
    expect((await desk(third)).own).toEqual([]);
  });

  it('is refused when the group is not one of that centre', async () => {
    const id = await connected();
    for (const wrong of [
      { groupId: 'nothing', centreId: 'binhai-1' },
      { groupId: to.groupId, centreId: 'binhai-2' },
    ])
      expect(codeOf(await does(agent, id, 'handOver', { to: wrong, note: note() }))).toBe('group-unknown');
  });
});

describe('a supervisor', () => {
  const lines = async (as: Who, id: string) =>
    (await chat(as, id)).messages.flatMap(({ content }) => (content.type === 'line' ? [content.event ?? ''] : []));

  it('is asked in, and speaks beside the officer from joining to leaving; the taxpayer is told of both', async () => {
    const id = await connected();
    expect(codeOf(await say(supervisor, id, {}))).toBe('floor-changed');
    expect((await say(supervisor, id, { internal: true, text: '先核对税号' })).status).toBe(200);
    expect((await does(agent, id, 'askSupervisor', { note: { id: randomUUID(), text: '纳税人情绪激动' } })).status).toBe(200);
    expect((await desk(supervisor)).support).toMatchObject([{ id, officer: { id: agent.id } }]);
    expect((await desk(colleague)).support).toEqual([]);
    expect(await lines(taxpayer, id)).not.toContain('supervisor-asked');
    expect((await shown(taxpayer, id))['conversation']).toMatchObject({ supportAskedAt: null, joined: false });

    expect(codeOf(await does(agent, id, 'join'))).toBe('not-allowed');
    expect((await does(supervisor, id, 'join')).status).toBe(200);
    expect(codeOf(await does(supervisor, id, 'join'))).toBe('already-yours');
    expect(await desk(supervisor)).toMatchObject({ support: [], joined: [{ id }], held: 0 });
    expect((await say(supervisor, id, { text: '我来说明' })).status).toBe(200);
    expect((await say(agent, id, { text: '好的' })).status).toBe(200);
    expect((await chat(taxpayer, id)).messages.filter(({ content }) => content.type === 'text').map(({ content }) => content.text)).toEqual(
      ['我来说明', '好的'],
    );

    expect((await does(supervisor, id, 'leave')).status).toBe(200);
    expect(codeOf(await does(supervisor, id, 'leave'))).toBe('not-joined');
    expect(codeOf(await say(supervisor, id, {}))).toBe('floor-changed');
    expect((await lines(taxpayer, id)).slice(-2)).toEqual(['joined', 'left']);
    const audited = await web.knex('audit_log').where({ object_id: id, actor_id: supervisor.id }).pluck<string[]>('action');
    expect(audited).toEqual(expect.arrayContaining(['view', 'join', 'leave']));
  });

  it('has lost the floor when the officer gives the conversation back', async () => {
    const id = await connected();
    expect((await does(supervisor, id, 'join')).status).toBe(200);
    await attends();
    expect((await does(agent, id, 'release')).status).toBe(200);
    expect((await chat(supervisor, id)).floor.mayWrite).toBe(false);
    expect(codeOf(await does(supervisor, id, 'join'))).toBe('not-connected');
  });
});

describe('the figures of a centre', () => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const report = (as: Who, query = `from=${today}&to=${today}`) => web.ask('GET', `/api/supervision/conversations/report?${query}`, { as });

  it('are the same on the board of today and in the report of the day', async () => {
    await connected();
    const board = await web.ask('GET', '/api/supervision/conversations', { as: supervisor });
    const { status, body } = await report(supervisor);
    expect(status).toBe(200);
    expect(body).toEqual(board.body['today']);
    expect(body).toMatchObject({ idleSeconds: 0, abandoned: 0, promises: { promised: 0, kept: 0 } });
    expect(body['causes']).toEqual([{ cause: 'button', count: expect.any(Number) }]);
    expect(body['answered']).toBe(body['answeredSoon']);
    expect((await report(await web.officer('admin'))).body['answered']).toBe(body['answered']);
    expect((await report(await web.officer('supervisor2'))).body).toMatchObject({ answered: 0, ended: 0, causes: [] });
  });

  it('are for supervisors, of their own centres, and of days that there are', async () => {
    expect(codeOf(await report(agent))).toBe('not-allowed');
    for (const query of [`from=${today}&to=2020-01-01`, 'from=2026-02-30&to=2026-03-01', `from=${today}&to=${today}&centreId=binhai-2`])
      expect([query, (await report(supervisor, query)).status]).toEqual([query, 422]);
  });
});
