import { randomUUID } from 'node:crypto';

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { alwaysOpen, setInRegion } from '../../../tests/support/always-open.ts';
import { insertChat, sayIn, taxpayerText } from '../../../tests/support/chat.ts';
import { until } from '../../../tests/support/live-server.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import { sendMessage } from '../../../db/chat/messages.ts';
import { serverKinds } from '../kinds.ts';
import { createAnswers } from './answers.ts';

// Sweeps are the tests' own.
const times = { sweepEveryMs: 3_600_000, leftMs: 0 };
const web = testWeb({ workers: true, answerTimes: times });

type Person = Who & { id: string };
let taxpayer: Person;
const known = '发票总额度不足，如何申请调整';
const unknown = 'qwxzv jkpq';

beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
  await alwaysOpen(web.knex);
  await setInRegion(web.knex, 'conversation.maxUnanswered', 2);
  await setInRegion(web.knex, 'conversation.maxUseless', 2);
}, 60_000);

const attend = (present: boolean) =>
  web
    .knex('officers')
    .where({ region_id: 'binhai' })
    .update({ status: 'online', present_until: present ? '2099-01-01T00:00:00Z' : null });
const running: string[] = [];
/** Begins a conversation, as the window does. */
async function begun(): Promise<string> {
  const id = randomUUID();
  const answer = await web.ask('PUT', `/api/conversations/${id}`, { as: taxpayer, body: {} });
  expect(answer.status).toBe(200);
  running.push(id);
  return id;
}
afterEach(async () => {
  await attend(false);
  for (const id of running.splice(0))
    await web.ask('POST', `/api/cases/${id}/commands/close`, { as: taxpayer, body: {}, key: randomUUID() });
});
/** A chat whose case is not in the way of the next conversation. */
async function left(): Promise<string> {
  const id = await insertChat(web.knex, taxpayer.id);
  await web.knex('cases').where({ id }).update({ closed_at: new Date() });
  return id;
}
const say = (id: string, text: string, more: object = {}) => sayIn(web, id, taxpayer, { epoch: 0, text, ...more });
interface Said {
  seq: number;
  speaker: string;
  content: { type: string; text?: string | null; event?: string; question?: string };
}
const said = async (id: string): Promise<Said[]> =>
  (await web.ask('GET', `/api/cases/${id}/chat?after=0`, { as: taxpayer })).body['messages'] as Said[];
const robot = async (id: string) => (await said(id)).filter(({ speaker }) => speaker === 'robot');
const lines = async (id: string) => (await said(id)).flatMap(({ content }) => (content.type === 'line' ? [content.event] : []));
const owes = async (id: string) =>
  (await web.knex('chats').where({ case_id: id }).first<{ owes_answer_to: number | null }>('owes_answer_to')).owes_answer_to;
const settled = (id: string) => until(async () => (await owes(id)) === null);
const causeOf = async (id: string) =>
  (await web.knex('case_events').where({ case_id: id, type: 'requested' }).first<{ data: { cause: string } } | undefined>('data'))?.data
    .cause;

describe('the robot', () => {
  it('answers each text once, in their order', async () => {
    const id = await begun();
    const seqs = [await say(id, known), await say(id, known), await say(id, unknown)];
    await until(async () => (await robot(id)).length === 3);
    const stored = await web.knex('chat_messages').where({ case_id: id, speaker: 'robot' }).orderBy('seq').select('answers', 'type');
    expect(stored).toEqual([
      { answers: seqs[0], type: 'answer' },
      { answers: seqs[1], type: 'answer' },
      { answers: seqs[2], type: 'none' },
    ]);
    expect((await robot(id))[0]?.content.question).toBe(known);
    expect((await robot(id))[2]?.content).toEqual({ type: 'none', text: null });
  });

  it('answers the entry that was chosen, and refuses one that is not there', async () => {
    const id = await begun();
    await say(id, '', { entryId: 'fp-001' });
    await until(async () => (await robot(id)).length === 1);
    expect((await said(id))[0]?.content).toEqual({ type: 'text', text: known });
    expect((await robot(id))[0]?.content.question).toBe(known);
    const body = { clientId: randomUUID(), epoch: 0, entryId: 'nothing' };
    expect((await web.ask('POST', `/api/cases/${id}/chat`, { as: taxpayer, body })).status).toBe(422);
  });

  it('answers what a process that has died still owed, once, however many others find it', async () => {
    const id = await left();
    for (const body of [known, unknown]) await sendMessage(web.knex, taxpayerText(id, taxpayer.id, body));
    const others = Array.from({ length: 4 }, () => createAnswers(web.deps, serverKinds, times));
    await Promise.all([web.answers, ...others].map((each) => each.sweep()));
    await Promise.all(others.map((each) => each.stop()));
    expect((await robot(id)).map(({ content }) => content.type)).toEqual(['answer', 'none']);
    expect(await owes(id)).toBeNull();
  });

  it('is silent once an officer has the floor', async () => {
    const id = await left();
    const officer = await web.officer('agent1');
    await sendMessage(web.knex, taxpayerText(id, taxpayer.id, known));
    await web.knex('chats').where({ case_id: id }).update({ robot: false, officer_id: officer.id, epoch: 2 });
    await web.answers.sweep();
    expect(await robot(id)).toEqual([]);
    expect(await owes(id)).toBeNull();
  });
});

describe('a request for an officer', () => {
  it('follows the words for it; the line is the answer', async () => {
    await attend(true);
    const id = await begun();
    await say(id, '我要转人工');
    await until(async () => (await lines(id)).includes('requested'));
    await settled(id);
    expect(await causeOf(id)).toBe('keyword');
    expect(await robot(id)).toEqual([]);
  });

  it('that is refused is explained', async () => {
    const id = await begun();
    await say(id, '我要转人工');
    await until(async () => (await robot(id)).length === 1);
    const [told] = await robot(id);
    expect(told?.content.type).toBe('none');
    expect(told?.content.text).toMatch(/./u);
    expect(await causeOf(id)).toBeUndefined();
  });

  it('follows a bad mood while the robot answers', async () => {
    await attend(true);
    const id = await begun();
    await say(id, `气死我了，${known}`);
    await until(async () => (await lines(id)).includes('requested'));
    await until(async () => (await robot(id)).length === 1);
    expect(await causeOf(id)).toBe('mood');
    // Asked once: the next words are answered while they wait.
    await say(id, `气死我了，${known}`);
    await until(async () => (await robot(id)).length === 2);
    expect(await lines(id)).toEqual(['requested']);
  });

  it('follows questions that nobody answered', async () => {
    await attend(true);
    const id = await begun();
    await say(id, unknown);
    await settled(id);
    expect((await robot(id)).map(({ content }) => content)).toEqual([{ type: 'none', text: null }]);
    await say(id, unknown);
    await until(async () => (await lines(id)).includes('requested'));
    expect(await causeOf(id)).toBe('no-answer');
  });

  it('follows answers that were useless', async () => {
    await attend(true);
    const id = await begun();
    for (let i = 1; i <= 2; i += 1) {
      await say(id, known);
      await until(async () => (await robot(id)).length === i);
    }
    for (const { seq } of await robot(id)) {
      expect(await causeOf(id)).toBeUndefined();
      const rated = await web.ask('PUT', `/api/cases/${id}/chat/${String(seq)}/rating`, { as: taxpayer, body: { rating: 'useless' } });
      expect(rated.status).toBe(204);
    }
    await until(async () => (await causeOf(id)) === 'useless');
  });
});
