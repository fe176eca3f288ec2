import { randomUUID } from 'node:crypto';

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import type { TaxpayerRole } from '../../../domain/settings.ts';
import { noteAsked } from '../../../db/knowledge/suggestions.ts';
import { codeOf } from '../../../tests/support/order-desk.ts';
import { until } from '../../../tests/support/live-server.ts';
import { allDay } from '../../../tests/support/settings.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import type { CurrentConversation } from '../../api/conversation/conversation.ts';

const web = testWeb({ workers: true });
let person: Who & { id: string };
let other: Who & { id: string };
let agent: Who & { id: string };

const setting = async (key: string, value: unknown) => {
  await web
    .knex('settings')
    .insert({ scope: 'region', scope_id: 'binhai', key, value: JSON.stringify(value) })
    .onConflict(['scope', 'scope_id', 'key'])
    .merge();
};
const begin = (id: string = randomUUID(), as: Who = person) => web.ask('PUT', `/api/conversations/${id}`, { as, body: {} });
const current = async (as: Who = person) =>
  (await web.ask('GET', '/api/conversations/current', { as })).body as unknown as CurrentConversation;
const command = (id: string, type: string, body: object = {}, as: Who = person): Promise<Answer> =>
  web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() });
const present = async (until: string | null, change: object = {}) => {
  await web
    .knex('officers')
    .where({ id: agent.id })
    .update({ status: 'online', present_until: until, ...change });
};
const begun = async (as: Who = person): Promise<string> => {
  const { body } = await begin(randomUUID(), as);
  return String(body['caseId']);
};

beforeAll(async () => {
  [person, other, agent] = await Promise.all([web.taxpayer('li-xue-whale'), web.taxpayer('zhao-min'), web.officer('agent1')]);
  for (const [key, value] of Object.entries(allDay)) await setting(key, value);
}, 60_000);
afterEach(async () => {
  for (const as of [person, other]) {
    const { conversation } = await current(as);
    if (conversation) expect((await command(conversation.id, 'close', {}, as)).status).toBe(200);
  }
  await web.knex('officers').update({ present_until: null });
});

describe('beginning a conversation', () => {
  it('gives the same answer to the same request, at once and later', async () => {
    const id = randomUUID();
    const answers = await Promise.all([begin(id), begin(id), begin(id)]);
    for (const { status, body } of [...answers, await begin(id)]) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ caseId: id, status: 'robot' });
    }
    expect(await web.knex('case_events').where({ case_id: id })).toHaveLength(1);
    expect(await web.knex('chats').where({ case_id: id })).toMatchObject([{ robot: true, last_seq: 0 }]);
  });

  it('is refused while another one goes on, with its id', async () => {
    const id = await begun();
    const answer = await begin();
    expect([answer.status, codeOf(answer)]).toEqual([409, 'conversation-running']);
    expect((answer.body['error'] as { details: object }).details).toEqual({ id });
    expect((await current()).conversation).toEqual({ id, status: 'robot' });
  });

  it('is won by one of many tabs that begin at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => begin()));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const lost = answers
      .filter(({ status }) => status !== 200)
      .map(({ status, body }) => [status, (body['error'] as { details: object }).details]);
    expect(lost).toEqual(Array.from({ length: 5 }, () => [409, { id: won[0]?.body['caseId'] }]));
  });

  it('is possible again when a start was lost', async () => {
    const lost = { identity_id: person.id, case_id: randomUUID() };
    await web.knex('conversation_starts').insert(lost).onConflict('identity_id').merge();
    expect((await begin()).status).toBe(409);
    await web
      .knex('conversation_starts')
      .where({ identity_id: person.id })
      .update({ at: new Date(Date.now() - 61_000) });
    expect((await begin()).status).toBe(200);
  });

  it('knows nothing of somebody else’s', async () => {
    const id = await begun();
    const foreign = await begin(id, other);
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'not-found']);
    expect((await command(id, 'close', {}, other)).status).toBe(404);
    expect((await current(other)).conversation).toBeNull();
  });

  it('goes to the centre that had the taxpayer’s last case', async () => {
    const first = await begun();
    await web.knex('cases').where({ id: first }).update({ centre_id: 'binhai-2' });
    expect((await current()).centre.id).toBe('binhai-2');
    await web.knex('cases').where({ id: first }).update({ centre_id: 'binhai-1' });
  });
});

describe('asking for an officer', () => {
  it('is refused while nobody is present, and the conversation goes on with the robot', async () => {
    const id = await begun();
    const refused = await command(id, 'requestOfficer');
    expect([refused.status, codeOf(refused)]).toEqual([409, 'nobody-on-duty']);
    expect((await current()).officers).toEqual({ open: true, opensAt: null, onDuty: false });
  });

  it('is offered to whoever is present', async () => {
    await present('2099-01-01');
    const id = await begun();
    expect((await command(id, 'requestOfficer')).body['status']).toBe('offered');
    const shown = await web.ask('GET', `/api/cases/${id}`, { as: person });
    expect(shown.body['conversation']).toMatchObject({ cause: 'button', wait: null, endsAt: null });
    expect(shown.body['assignee']).toBeNull();
  });

  it('waits with a place, while all who are present are full', async () => {
    await present('2099-01-01', { capacity: 0 });
    const [mine, theirs] = [await begun(), await begun(other)];
    expect((await command(mine, 'requestOfficer')).body['status']).toBe('queued');
    expect((await command(theirs, 'requestOfficer', {}, other)).body['status']).toBe('queued');
    const place = async (id: string, as: Who) => {
      const { body } = await web.ask('GET', `/api/cases/${id}`, { as });
      return (body['conversation'] as { wait: unknown }).wait;
    };
    expect([await place(mine, person), await place(theirs, other)]).toEqual([
      { place: 1, minutes: null },
      { place: 2, minutes: null },
    ]);
    await setting('conversation.queueMost', 2);
    expect((await command(mine, 'leaveQueue')).body['status']).toBe('robot');
    expect((await command(mine, 'requestOfficer')).body['status']).toBe('queued');
    await setting('conversation.queueMost', 1);
    await command(mine, 'leaveQueue');
    const full = await command(mine, 'requestOfficer');
    expect([full.status, codeOf(full)]).toEqual([409, 'queue-full']);
    await setting('conversation.queueMost', 200);
    await present('2099-01-01', { capacity: 5 });
  });

  it('refuses a matter that the region does not have', async () => {
    await present('2099-01-01');
    const id = await begun();
    for (const typeId of ['binhai-invoice', 'yunling-chat-general', 'nothing']) {
      const refused = await command(id, 'requestOfficer', { typeId });
      expect([refused.status, codeOf(refused)]).toEqual([422, 'type-unknown']);
    }
    expect((await command(id, 'requestOfficer', { typeId: 'binhai-chat-invoice' })).status).toBe(200);
  });

  it('says out of hours when it opens, in words', async () => {
    await present('2099-01-01');
    const { 'calendar.hours': hours } = allDay;
    const never = { ...hours, week: { ...hours?.week, 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }, makeUp: hours?.makeUp };
    await setting('calendar.days', {});
    await setting('calendar.hours', {
      ...never,
      week: { ...never.week, [new Date(Date.now() + 3 * 86_400_000).getUTCDay() || 7]: [{ from: '09:00', to: '12:00' }] },
    });
    const { officers } = await current();
    expect(officers.open).toBe(false);
    expect(Date.parse(officers.opensAt ?? '')).toBeGreaterThan(Date.now());
    const id = await begun();
    const refused = await command(id, 'requestOfficer');
    expect([refused.status, codeOf(refused)]).toEqual([409, 'out-of-hours']);
    expect((refused.body['error'] as { sentence: string }).sentence).toMatch(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}/);
    for (const [key, value] of Object.entries(allDay)) await setting(key, value);
  });
});

describe('what the window says before the first word', () => {
  it('are the region’s matters, and questions by how often they are asked', async () => {
    const before = await current();
    expect(before.types.map(({ id }) => id)).toContain('binhai-chat-general');
    expect(before.topics.length).toBeGreaterThan(3);
    for (const outside of ['闲聊', '范围外']) expect(before.topics.map(({ name }) => name)).not.toContain(outside);
    const asked = before.topics.at(-1)?.entries.at(-1)?.id ?? '';
    await noteAsked(web.knex, 'binhai', asked, 'finance-officer');
    await noteAsked(web.knex, 'binhai', asked, 'finance-officer');
    const after = await current();
    expect(after.hot[0]?.id).toBe(asked);
    expect(after.topics[0]?.entries[0]?.id).toBe(asked);
  });

  it('recommends what people of the same kind and capacity asked, lately most of all', async () => {
    await web.knex('knowledge_asked').delete();
    const { hot } = await current();
    const [one = '', two = '', three = '', four = ''] = hot.map(({ id }) => id).toReversed();
    const note = async (id: string, role: TaxpayerRole, times: number) => {
      for (let n = 0; n < times; n += 1) await noteAsked(web.knex, 'binhai', id, role);
    };
    const own = (await web.knex('identities').where({ id: person.id }).first<{ role: TaxpayerRole }>('role')).role;
    const colleague = own === 'invoice-clerk' ? 'finance-officer' : 'invoice-clerk';
    await note(one, own, 2);
    await note(two, colleague, 3);
    await note(three, 'natural-person', 5);
    await note(four, own, 3);
    await web
      .knex('knowledge_asked')
      .where({ entry_id: four })
      .update({ day: web.knex.raw('day - 10') });
    expect((await current()).hot.slice(0, 4).map(({ id }) => id)).toEqual([one, two, three, four]);
    await web.knex('knowledge_asked').delete();
  });

  it('recommends more of the topic of one’s last conversation, and what was told there last', async () => {
    const id = await begun();
    await web.ask('POST', `/api/cases/${id}/chat`, { as: person, body: { clientId: randomUUID(), epoch: 0, entryId: 'fp-001' } });
    await until(async () => (await web.knex('chat_messages').where({ case_id: id, speaker: 'robot' })).length > 0);
    await web.knex('knowledge_asked').delete();
    const { hot, topics } = await current();
    const topic = await web.knex('knowledge_entries').where({ region_id: 'binhai', id: 'fp-001' }).first<{ topic: string }>('topic');
    expect(topics.map(({ name }) => name)).toContain(topic.topic);
    const shown = await web
      .knex('knowledge_entries')
      .where({ region_id: 'binhai' })
      .whereIn(
        'id',
        hot.map((each) => each.id),
      );
    expect(new Set(shown.map((entry: { topic: string }) => entry.topic))).toEqual(new Set([topic.topic]));
    expect(hot.map((each) => each.id)).not.toContain('fp-001');
  });

  it('is the conversation that can still be rated, until it is', async () => {
    const id = await begun();
    await command(id, 'close');
    expect(await current()).toMatchObject({ conversation: null, ratable: id });
    expect((await command(id, 'rate', { resolved: true, stars: 5 })).body['status']).toBe('rated');
    expect((await current()).ratable).not.toBe(id);
  });

  it('one’s own are listed, newest first', async () => {
    const id = await begun();
    const { body } = await web.ask('GET', '/api/conversations?size=5', { as: person });
    expect((body['items'] as { id: string; kind: string }[])[0]).toMatchObject({ id, kind: 'conversation', status: 'robot' });
  });
});
