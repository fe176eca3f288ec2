import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb, type Who } from '../../../tests/support/web.ts';
import { signatureOf } from './receipts.ts';

const web = testWeb();
type Person = Who & { id: string };
let whale: Person;
let other: Person;
let caseId: string;
const ids: string[] = [];

/** A case that was asked back and waits for its taxpayer. */
async function caseOf(identityId: string): Promise<string> {
  const id = randomUUID();
  const at = new Date();
  const shared = { kind: 'message', region_id: 'binhai', centre_id: 'binhai-1', type_id: 'binhai-other', status: 'asked-back', version: 3 };
  await web.knex('cases').insert({
    ...shared,
    id,
    number: `2026010190${String(Math.floor(Math.random() * 1e5))}`,
    identity_id: identityId,
    state: JSON.stringify({ clock: { purpose: 'supplement' } }),
    opened_at: at,
    changed_at: at,
    live: true,
  });
  const task = { turn: 'taxpayer', rank: 1, due_at: at, warned: false, escalated: false, opened_at: at, search: '' };
  await web.knex('tasks').insert({ ...shared, ...task, case_id: id });
  return id;
}

async function notice(change: object): Promise<string> {
  const id = randomUUID();
  await web.knex('notices').insert({
    id,
    case_id: caseId,
    version: ids.length + 1,
    kind: 'message-replied',
    channel: 'inbox',
    identity_id: whale.id,
    category: 'news',
    status: 'sent',
    created_at: new Date(Date.now() + ids.length * 1_000),
    ...change,
  });
  ids.push(id);
  return id;
}

beforeAll(async () => {
  [whale, other] = await Promise.all([web.taxpayer('li-xue-whale'), web.taxpayer('zhao-min')]);
  caseId = await caseOf(whale.id);
  for (const category of ['news', 'todo', 'news'])
    await notice({ category, kind: category === 'todo' ? 'message-asked-back' : 'message-replied' });
  await notice({ channel: 'sms', status: 'sent' });
  await notice({ identity_id: other.id, case_id: await caseOf(other.id) });
});

const list = async (query = '', as: Who = whale) =>
  (await web.ask('GET', `/api/notices${query}`, { as })).body as {
    items: { id: string; category: string; readAt: string | null; caseId: string }[];
    total: number;
    unread: object;
  };

describe('我的消息', () => {
  it('holds one’s own inbox, newest first, by category and by what is unread', async () => {
    expect(await list()).toMatchObject({
      total: 3,
      unread: { todo: 1, news: 2 },
      items: [{ id: ids[2], caseId }, { id: ids[1] }, { id: ids[0] }],
    });
    expect(await list('?category=todo')).toMatchObject({ total: 1, items: [{ id: ids[1] }] });
    expect(await list('?size=2&page=2')).toMatchObject({ total: 3, items: [{ id: ids[0] }] });
  });

  it('marks one as read, once and again, and not those of others', async () => {
    const address = `/api/notices/${String(ids[0])}/read`;
    const first = await web.ask('POST', address, { as: whale });
    expect([first.status, first.body]).toEqual([200, { todo: 1, news: 1 }]);
    const at = (await list('?unread=false')).items[0]?.readAt;
    expect((await web.ask('POST', address, { as: whale })).status).toBe(200);
    expect((await list('?unread=false')).items[0]?.readAt).toBe(at);
    expect((await list('?unread=true')).total).toBe(2);
    expect((await web.ask('POST', address, { as: other })).status).toBe(404);
    expect((await web.ask('POST', `/api/notices/${String(ids[3])}/read`, { as: whale })).status).toBe(404);
    expect((await web.ask('POST', '/api/notices/nonsense/read', { as: whale })).status).toBe(404);
  });

  it('marks all as read, or one category, and leaves those of others', async () => {
    expect((await web.ask('POST', '/api/notices/read-all', { as: whale, body: { category: 'todo' } })).body).toEqual({ todo: 0, news: 1 });
    expect((await web.ask('POST', '/api/notices/read-all', { as: whale, body: {} })).body).toEqual({ todo: 0, news: 0 });
    expect((await web.ask('GET', '/api/notices/unread', { as: other })).body).toEqual({ todo: 0, news: 1 });
    expect((await web.ask('POST', '/api/notices/read-all', { as: whale, body: { category: 'all' } })).status).toBe(422);
  });
});

describe('receipts of short messages', () => {
  const secret = async () =>
    (await web.knex('settings').where({ scope_id: 'binhai', key: 'sms.gateway' }).first<{ value: { secret: string } }>('value')).value
      .secret;
  const receipt = async (change: object = {}, signedBy?: string) => {
    const body = JSON.stringify({ id: ids[3], status: 'delivered', at: new Date().toISOString(), ...change });
    return await web.ask('POST', '/api/sms/receipts', {
      body,
      headers: { 'x-signature': signatureOf(signedBy ?? (await secret()), body) },
    });
  };
  const state = () =>
    web
      .knex('notices')
      .where({ id: ids[3] })
      .first<{ status: string; delivered_at: Date | null; failure: string | null }>('status', 'delivered_at', 'failure');

  it('are taken from the region’s gateway only, once and again; delivered stays delivered', async () => {
    expect((await receipt({}, 'another secret')).status).toBe(403);
    expect((await receipt({ id: randomUUID() })).status).toBe(403);
    expect((await receipt({ id: ids[0] })).status).toBe(403);
    expect(await state()).toMatchObject({ status: 'sent' });
    expect((await receipt({ status: 'failed', reason: 'switched off' })).status).toBe(204);
    expect(await state()).toMatchObject({ status: 'failed', failure: 'switched off' });
    expect((await receipt()).status).toBe(204);
    expect((await receipt({ status: 'failed' })).status).toBe(204);
    expect(await state()).toMatchObject({ status: 'delivered', failure: null });
    expect((await receipt({ status: 'lost' })).status).toBe(422);
  });
});
