/** Conversations on the officers' desk, for cases carried by the real workflow. */
import { randomUUID } from 'node:crypto';

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../../../tests/support/message.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import type { ConversationBoard, ConversationTargets, DeskConversations } from '../../api/conversation/desk.ts';

const web = testWeb({ workers: true });
const identities = ['zhao-min', 'li-xue'] as const;
let first: Who & { id: string };
let second: Who & { id: string };
let supervisor: Who & { id: string };

const span = [{ from: '00:00', to: '24:00' }];
const open = { week: { 1: span, 2: span, 3: span, 4: span, 5: span, 6: span, 7: span }, makeUp: span };

const set = (scope: 'region' | 'centre', scopeId: string, key: string, value: object) =>
  web
    .knex('settings')
    .insert({ scope, scope_id: scopeId, key, value: JSON.stringify(value) })
    .onConflict(['scope', 'scope_id', 'key'])
    .merge(['value']);

/** Puts one officer of the centre on duty, and nobody else. */
async function onDuty(id: string | null, capacity = 5): Promise<void> {
  await web.knex('officers').update({ status: 'away', present_until: null });
  if (id === null) return;
  const present = new Date(Date.now() + 3_600_000);
  await web.knex('officers').where({ id }).update({ status: 'online', present_until: present, capacity });
}

const command = (as: Who, id: string, type: string, body: object = {}) =>
  web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() });
const listOf = async (as: Who) => (await web.ask('GET', '/api/desk/conversations', { as })).body as unknown as DeskConversations;
const targetsOf = async (as: Who) =>
  (await web.ask('GET', '/api/desk/conversations/targets', { as })).body as unknown as ConversationTargets;

/** A taxpayer's conversation that asks for an officer. */
async function asked(as: Who): Promise<string> {
  const id = randomUUID();
  expect((await web.ask('PUT', `/api/conversations/${id}`, { as, body: {} })).status).toBe(200);
  const request = await command(as, id, 'requestOfficer', { cause: 'mood' });
  expect([request.status, request.body]).toEqual([200, expect.anything()]);
  return id;
}

async function say(id: string, speaker: 'taxpayer' | 'officer', body: string, speakerId: string | null = null): Promise<void> {
  await web.knex.raw(
    `WITH chat AS (UPDATE chats SET last_seq = last_seq + 1, last_at = now(), last_by = :speaker WHERE case_id = :id RETURNING *)
     INSERT INTO chat_messages (month, case_id, seq, client_id, speaker, speaker_id, audience, type, body, epoch)
     SELECT month, case_id, last_seq, gen_random_uuid(), :speaker, :speakerId, 'everybody', 'text', :body, epoch FROM chat`,
    { id, speaker, speakerId, body },
  );
}

beforeAll(async () => {
  await set('region', 'binhai', 'calendar.hours', open);
  await set('centre', 'binhai-2', 'calendar.hours', open);
  [first, second, supervisor] = await Promise.all([web.officer('agent1'), web.officer('agent2'), web.officer('supervisor1')]);
});
afterEach(async () => {
  const running: string[] = await web.knex('cases').where({ kind: 'conversation' }).whereNull('closed_at').pluck<string[]>('id');
  for (const id of running) {
    const ended = await command(supervisor, id, 'end', { reason: { id: randomUUID(), text: '测试结束' } });
    expect([id, ended.status]).toEqual([id, 200]);
  }
});

describe('the officer’s list', () => {
  it('has what is offered, with the seconds to accept it, and then what the officer holds', async () => {
    await onDuty(first.id);
    const taxpayer = await web.taxpayer(identities[0]);
    const id = await asked(taxpayer);
    const offered = await eventually(
      () => listOf(first),
      ({ own }) => own.length === 1,
    );
    expect(offered).toMatchObject({ held: 1, capacity: 5, waiting: [], waitingTotal: 0 });
    const [offer] = offered.own;
    expect(offer).toMatchObject({ id, status: 'offered', cause: 'mood', unread: 0, last: null });
    expect(Date.parse(offer?.offeredUntil ?? '')).toBeGreaterThan(Date.now());
    expect((await listOf(second)).own).toEqual([]);

    expect((await command(first, id, 'accept')).status).toBe(200);
    const [held] = (await listOf(first)).own;
    expect(held).toMatchObject({ id, status: 'active', offeredUntil: null });
    expect(Date.parse(held?.since ?? '')).toBeGreaterThanOrEqual(Date.parse(offer?.since ?? ''));
  });

  it('counts the unread words of others, and cuts the last ones between characters', async () => {
    await onDuty(first.id);
    const taxpayer = await web.taxpayer(identities[0]);
    const id = await asked(taxpayer);
    await eventually(
      () => listOf(first),
      ({ own }) => own.length === 1,
    );
    await command(first, id, 'accept');
    await say(id, 'taxpayer', '你好', taxpayer.id);
    await say(id, 'officer', '您好', first.id);
    await say(id, 'officer', '这条我来看看', second.id);
    const family = '👨‍👩‍👧';
    await say(id, 'taxpayer', family.repeat(70), taxpayer.id);
    expect((await listOf(first)).own).toMatchObject([
      { unread: 3, last: { by: 'taxpayer', type: 'text', excerpt: `${family.repeat(60)}…` } },
    ]);

    await web
      .knex('chats')
      .where({ case_id: id })
      .update({ officer_read: web.knex.ref('last_seq') });
    await web.knex('chat_messages').where({ case_id: id, speaker: 'taxpayer' }).update({ recalled_at: new Date() });
    expect((await listOf(first)).own).toMatchObject([{ unread: 0, last: { type: 'recalled', excerpt: '' } }]);
  });

  it('has the queue of the officer’s centre in its order, raised ones first', async () => {
    await onDuty(second.id, 0);
    const [longest, raised] = [await asked(await web.taxpayer(identities[0])), await asked(await web.taxpayer(identities[1]))];
    await eventually(
      () => listOf(first),
      ({ waitingTotal }) => waitingTotal === 2,
    );
    expect((await listOf(first)).waiting).toMatchObject([
      { id: longest, place: 1, front: false },
      { id: raised, place: 2 },
    ]);
    expect((await command(supervisor, raised, 'prioritise')).status).toBe(200);
    const { waiting } = await listOf(second);
    expect(waiting).toMatchObject([
      { id: raised, place: 1, front: true },
      { id: longest, place: 2, front: false },
    ]);
    expect(await listOf(await web.officer('agent5'))).toMatchObject({ waiting: [], waitingTotal: 0 });
  });
});

describe('the receivers of a hand-over', () => {
  it('are colleagues with presence and load, without oneself', async () => {
    await onDuty(second.id, 3);
    const { colleagues } = await targetsOf(first);
    expect(colleagues.map(({ id }) => id)).not.toContain(first.id);
    expect(colleagues[0]).toMatchObject({ id: second.id, status: 'online', present: true, held: 0, capacity: 3 });
    expect(colleagues.find(({ id }) => id === supervisor.id)).toMatchObject({ role: 'supervisor', status: 'away', present: false });
  });

  it('are the other centres of the region, each with its hours and who is there', async () => {
    await onDuty(first.id);
    expect((await targetsOf(first)).centres).toMatchObject([{ id: 'binhai-2', open: true, opensAt: null, present: 0, waiting: 0 }]);
    // The region's second centre is closed today and tomorrow.
    const today = dayNumberOf(Date.now());
    await set('centre', 'binhai-2', 'calendar.days', { [dateOf(today)]: 'holiday', [dateOf(today + 1)]: 'holiday' });
    const [shut] = (await targetsOf(first)).centres;
    expect(shut).toMatchObject({ id: 'binhai-2', open: false });
    expect(Date.parse(shut?.opensAt ?? '')).toBeGreaterThan(Date.now());
    await web.knex('settings').where({ scope_id: 'binhai-2', key: 'calendar.days' }).delete();
  });
});

describe('the supervisor’s board', () => {
  it('has the queue, who has which, the officers and nobody idle', async () => {
    await onDuty(first.id, 1);
    const [held, waiting] = [await asked(await web.taxpayer(identities[0])), await asked(await web.taxpayer(identities[1]))];
    const read = async () =>
      (await web.ask('GET', '/api/supervision/conversations', { as: supervisor })).body as unknown as ConversationBoard;
    const offered = await eventually(read, (board) => board.offered === 1 && board.waiting === 1);
    expect(offered).toMatchObject({ active: 0, idle: 0, running: [{ id: held, status: 'offered', officer: { id: first.id } }] });
    expect(offered.queue.map(({ id }) => id)).toEqual([waiting]);
    expect(offered.waitingSince).toBe(offered.queue[0]?.waitingSince);
    expect(offered.officers[0]).toMatchObject({ id: first.id, present: true, held: 1, capacity: 1 });

    await command(first, held, 'accept');
    expect(await read()).toMatchObject({ active: 1, offered: 0, waiting: 1, running: [{ id: held, status: 'active' }] });
    expect((await web.ask('GET', '/api/supervision/conversations', { as: first })).status).toBe(403);
  });
});
