import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { insertChat, sayIn, taxpayerText } from '../../../tests/support/chat.ts';
import type { LivePage } from '../../../tests/support/live-page.ts';
import { liveServer, until } from '../../../tests/support/live-server.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import { sendMessage } from '../../../db/chat/messages.ts';
import type { LiveEvent } from '../../api/live.ts';

const web = testWeb();
const server = liveServer(web, { sweepEveryMs: 300 });

type Person = Who & { id: string };
let taxpayer: Person;
let stranger: Person;
let agent: Person;
let colleague: Person;
beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
  stranger = await web.taxpayer('zhao-min');
  agent = await web.officer('agent1');
  colleague = await web.officer('supervisor1');
}, 60_000);

const begun = () => insertChat(web.knex, taxpayer.id, { officer_id: agent.id, robot: false });
const say = (id: string, as: Who, body: object = {}) => sayIn(web, id, as, { text: '请问如何申报?', ...body });
/** Stores a message as a process does that dies before it announces it. */
const sayUnannounced = (id: string, body: string) => sendMessage(web.knex, taxpayerText(id, taxpayer.id, body));
type ChatEvent = Extract<LiveEvent, { kind: 'chat' }>;
const eventsOf = (page: LivePage, id: string): ChatEvent[] =>
  page.events(`chat/${id}`).flatMap((event) => (event.kind === 'chat' ? [event] : []));
const seqsOf = (page: LivePage, id: string) => [...new Set(eventsOf(page, id).flatMap(({ body }) => body.messages.map(({ seq }) => seq)))];
const follow = async (page: LivePage, id: string, after?: string) => {
  const answer = await page.follow(`chat/${id}`, after);
  if (answer.type === 'refused') throw new Error(answer.code);
  return answer.cursor;
};

describe('a followed chat', () => {
  it('brings every message to each follower as they may see it, in order', async () => {
    const id = await begun();
    const [own, desk] = [await server.pageOf(taxpayer), await server.pageOf(agent)];
    await Promise.all([follow(own, id), follow(desk, id)]);
    for (let i = 1; i <= 20; i += 1) await say(id, i % 2 === 0 ? agent : taxpayer, { text: String(i) });
    await say(id, colleague, { text: '注意核实', internal: true });
    await until(() => seqsOf(desk, id).length === 21 && seqsOf(own, id).length === 20);
    expect(seqsOf(own, id)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(JSON.stringify(own.heard)).not.toContain('注意核实');
    expect(eventsOf(desk, id).at(-1)?.body.messages.at(-1)).toMatchObject({ internal: true, content: { text: '注意核实' } });
    expect(eventsOf(own, id)[0]?.body.messages[0]).toMatchObject({ own: true, content: { type: 'text', text: '1' } });
    expect(eventsOf(desk, id)[0]?.body.messages[0]).toMatchObject({ own: false });
  });

  it('brings marks, the floor, and messages that are recalled', async () => {
    const id = await begun();
    const own = await server.pageOf(taxpayer);
    await follow(own, id);
    const seq = await say(id, agent);
    await until(() => seqsOf(own, id).length === 1);
    await web.ask('PUT', `/api/cases/${id}/chat/marks`, { as: agent, body: { delivered: 1, read: 1 } });
    await until(() => eventsOf(own, id).at(-1)?.body.marks.officer.read === 1);
    await web.ask('POST', `/api/cases/${id}/chat/${String(seq)}/recall`, { as: agent, body: {} });
    await until(() => eventsOf(own, id).at(-1)?.body.messages[0]?.content.type === 'recalled');
    // A projection moves the stand, and the log of changes wakes the followers.
    await web.knex('chats').where({ case_id: id }).update({ officer_id: null, robot: true, epoch: 5 });
    await web.knex('cases').where({ id }).update({ version: 2 });
    await until(() => eventsOf(own, id).at(-1)?.body.floor.epoch === 5);
  });

  it('is resumed after a break from the last number, without a gap', async () => {
    const id = await begun();
    const first = await server.pageOf(taxpayer);
    await follow(first, id);
    await say(id, agent);
    await until(() => seqsOf(first, id).length === 1);
    first.socket.terminate();
    const missed = [await say(id, agent), await say(id, agent), await say(id, taxpayer)];
    await web.ask('POST', `/api/cases/${id}/chat/1/recall`, { as: agent, body: {} });
    const again = await server.pageOf(taxpayer);
    await follow(again, id, '1');
    await say(id, agent);
    await until(() => seqsOf(again, id).length === 5);
    expect(seqsOf(again, id)).toEqual([1, ...missed, 5]);
    expect(eventsOf(again, id)[0]?.body.messages[0]?.content).toEqual({ type: 'recalled' });
  });

  it('is fetched anew when too much was missed, or the page knows a number that never was', async () => {
    const id = await begun();
    for (let i = 0; i < 501; i += 1) await sayUnannounced(id, String(i));
    const page = await server.pageOf(taxpayer);
    await follow(page, id, '0');
    await until(() => page.resets(`chat/${id}`).length === 1);
    await follow(page, id, '9999');
    await until(() => page.resets(`chat/${id}`).length === 2);
    await follow(page, id, '1');
    await until(() => seqsOf(page, id).length === 500);
  });

  it('brings messages whose announcement was lost', async () => {
    const id = await begun();
    const page = await server.pageOf(taxpayer);
    await follow(page, id);
    await sayUnannounced(id, '没有人知道');
    await until(() => seqsOf(page, id).length === 1);
  });

  it('loses nothing while pages come and messages are sent at the same moment', async () => {
    const id = await begun();
    const writer = (async () => {
      for (let i = 0; i < 60; i += 1) await say(id, i % 2 === 0 ? agent : taxpayer);
    })();
    const arrived: LivePage[] = [];
    while (arrived.length < 12) {
      const page = await server.pageOf(arrived.length % 2 === 0 ? taxpayer : colleague);
      await follow(page, id, '0');
      arrived.push(page);
    }
    await writer;
    for (const page of arrived) {
      await until(() => seqsOf(page, id).length === 60);
      expect(seqsOf(page, id)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    }
  });

  it('is refused to everybody else, and ends when the right does', async () => {
    const id = await begun();
    const foreign = await server.pageOf(stranger);
    const admin = await server.pageOf(await web.officer('admin'));
    for (const page of [foreign, admin]) expect(await page.follow(`chat/${id}`)).toMatchObject({ type: 'refused', code: 'not-allowed' });
    expect(await foreign.follow(`chat/${randomUUID()}`)).toMatchObject({ type: 'refused' });
    const desk = await server.pageOf(agent);
    await follow(desk, id);
    await web.knex('cases').where({ id }).update({ centre_id: 'binhai-2', version: 2 });
    await until(() => desk.heard.some((message) => message.type === 'refused'));
    await sayUnannounced(id, '给新的中心');
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(JSON.stringify([desk.heard, foreign.heard])).not.toContain('给新的中心');
  });

  it('is a look of the officer who follows it', async () => {
    const id = await begun();
    await follow(await server.pageOf(colleague), id);
    expect(await web.knex('audit_log').where({ object_id: id }).pluck('action')).toEqual(['view']);
  });
});

describe('typing', () => {
  const typings = (page: LivePage) => page.heard.filter((message) => message.type === 'typing');

  it('is told to the others, once a second, by whoever may write', async () => {
    const id = await begun();
    const topic = `chat/${id}`;
    const own = await server.pageOf(taxpayer);
    const second = await server.pageOf(taxpayer);
    const desk = await server.pageOf(agent);
    const other = await server.pageOf(colleague);
    for (const page of [own, second, desk, other]) await follow(page, id);
    const foreign = await server.pageOf(stranger);
    foreign.say({ type: 'typing', topic });
    other.say({ type: 'typing', topic });
    for (let i = 0; i < 20; i += 1) own.say({ type: 'typing', topic });
    await until(() => typings(desk).length === 1 && typings(other).length === 1);
    expect(typings(desk)).toEqual([{ type: 'typing', topic, speaker: 'taxpayer' }]);
    desk.say({ type: 'typing', topic });
    await until(() => typings(own).length === 1 && typings(second).length === 1);
    expect(typings(own)).toEqual([{ type: 'typing', topic, speaker: 'officer' }]);
    expect([typings(desk).length, typings(foreign).length]).toEqual([1, 0]);
  });
});
