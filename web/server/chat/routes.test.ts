import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { insertChat } from '../../../tests/support/chat.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';

const web = testWeb();

type Person = Who & { id: string };
let taxpayer: Person;
let stranger: Person;
const officers: Record<string, Person> = {};
const officer = (login: string): Person => officers[login] ?? ({} as never);

beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
  stranger = await web.taxpayer('zhao-min');
  for (const login of ['agent1', 'agent2', 'supervisor1', 'admin', 'agent6']) officers[login] = await web.officer(login);
}, 60_000);

const begun = (row: Parameters<typeof insertChat>[2] = {}) => insertChat(web.knex, taxpayer.id, { robot: false, ...row });
const say = (id: string, as: Who, body: object = {}) =>
  web.ask('POST', `/api/cases/${id}/chat`, { as, body: { clientId: randomUUID(), epoch: 1, text: '请问如何申报?', ...body } });
const read = (id: string, as: Who, query = '', headers: Who = {}) => web.ask('GET', `/api/cases/${id}/chat${query}`, { as, headers });
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const faultsOf = ({ body }: Answer) =>
  ((body['error'] as { fields?: { path: string; code: string }[] }).fields ?? []).map(({ path, code }) => `${path} ${code}`);
interface Message {
  seq: number;
  name: string | null;
  own: boolean;
  internal: boolean;
  content: { type: string; text?: string; files?: { name: string }[]; event?: string; data?: Record<string, unknown> };
  quote: { excerpt: string; name: string | null } | null;
  recallableUntil: string | null;
}
const messagesOf = ({ body }: Answer) => body['messages'] as Message[];
async function upload(author: Person, kind: 'taxpayer' | 'officer' = 'taxpayer'): Promise<string> {
  const id = randomUUID();
  await web.knex('uploads').insert({
    id,
    author_kind: kind,
    author_id: author.id,
    region_id: 'binhai',
    name: '发票.png',
    size: 3,
    status: 'ready',
    media_type: 'image/png',
    sha256: 'x',
  });
  return id;
}

describe('the chat of a case', () => {
  it('is there for its taxpayer and the officers who may view the case, and for nobody else', async () => {
    const id = await begun();
    for (const [as, status] of [
      [taxpayer, 200],
      [stranger, 404],
      [officer('agent1'), 200],
      [officer('supervisor1'), 200],
      [officer('agent6'), 404],
      [officer('admin'), 404],
    ] as const) {
      expect((await read(id, as)).status).toBe(status);
      expect((await web.ask('GET', `/api/cases/${id}/chat/download`, { as })).status).toBe(status);
      if (status === 404) {
        expect((await say(id, as)).status).toBe(404);
        expect((await web.ask('PUT', `/api/cases/${id}/chat/marks`, { as, body: { delivered: 0, read: 0 } })).status).toBe(404);
        expect((await web.ask('POST', `/api/cases/${id}/chat/1/recall`, { as, body: {} })).status).toBe(404);
      }
    }
    expect((await read(randomUUID(), taxpayer)).status).toBe(404);
  });

  it('is written in by whoever has the floor', async () => {
    const id = await begun();
    expect((await say(id, taxpayer)).status).toBe(200);
    const early = await say(id, officer('agent1'));
    expect([early.status, codeOf(early)]).toEqual([409, 'floor-changed']);
    await web
      .knex('chats')
      .where({ case_id: id })
      .update({ officer_id: officer('agent1').id, robot: false, epoch: 4 });
    expect(codeOf(await say(id, officer('agent1')))).toBe('floor-changed');
    expect((await say(id, officer('agent1'), { epoch: 4 })).status).toBe(200);
    expect(codeOf(await say(id, officer('supervisor1'), { epoch: 4 }))).toBe('floor-changed');
    expect((await say(id, officer('supervisor1'), { epoch: 4, internal: true, text: '先核实身份' })).status).toBe(200);
    expect((await say(id, taxpayer, { internal: true })).status).toBe(403);
    await web.knex('chats').where({ case_id: id }).update({ officer_id: null, taxpayer: false });
    const late = await say(id, taxpayer);
    expect([late.status, codeOf(late)]).toEqual([409, 'chat-closed']);
  });

  it('shows each reader their own view', async () => {
    const id = await begun({ officer_id: officer('agent1').id, robot: false });
    await say(id, taxpayer, { text: '👨‍👩‍👧'.repeat(70) });
    await say(id, officer('agent1'), { text: '请稍等', quotes: 1 });
    await say(id, officer('supervisor1'), { text: '他去年问过', internal: true });
    await say(id, officer('agent1'), { text: '是的', internal: true, quotes: 3 });
    const own = await read(id, taxpayer);
    expect(messagesOf(own).map(({ seq, own: mine, internal }) => [seq, mine, internal])).toEqual([
      [1, true, false],
      [2, false, false],
    ]);
    expect(own.body).toMatchObject({ through: 4, last: 4, earlier: false, floor: { epoch: 1, mayWrite: true, robot: false } });
    const [asked, answered] = messagesOf(own);
    expect(asked?.recallableUntil).not.toBeNull();
    expect(answered?.recallableUntil).toBeNull();
    expect(answered?.name).not.toBeNull();
    expect(answered?.quote?.excerpt).toBe(`${'👨‍👩‍👧'.repeat(60)}…`);
    const names = messagesOf(await read(id, officer('agent1'))).map(({ name, own: mine }) => [name, mine]);
    const [one, supervisor] = await Promise.all(
      ['agent1', 'supervisor1'].map(async (login) => (await web.knex('officers').where({ login }).first<{ name: string }>('name')).name),
    );
    expect(names.slice(1)).toEqual([
      [one, true],
      [supervisor, false],
      [one, true],
    ]);
    expect(answered?.name).not.toBe(one);
    expect(messagesOf(await read(id, officer('agent1'))).at(-1)?.quote).toMatchObject({ excerpt: '他去年问过', name: supervisor });
    expect((await read(id, officer('supervisor1'))).body['floor']).toMatchObject({ mayWrite: false, officer: one });
  });

  it('is read in pages, forwards and backwards', async () => {
    const id = await begun();
    for (let i = 1; i <= 7; i += 1) await say(id, taxpayer, { text: String(i) });
    const seqs = async (query: string) => {
      const { body } = await read(id, taxpayer, query);
      return [(body['messages'] as Message[]).map(({ seq }) => seq), body['through'], body['earlier']];
    };
    expect(await seqs('?size=3')).toEqual([[5, 6, 7], 7, true]);
    expect(await seqs('?size=3&before=5')).toEqual([[2, 3, 4], 4, true]);
    expect(await seqs('?size=3&before=2')).toEqual([[1], 1, false]);
    expect(await seqs('?size=3&after=2')).toEqual([[3, 4, 5], 5, true]);
    expect(await seqs('?size=3&after=5')).toEqual([[6, 7], 7, true]);
    expect(await seqs('?after=7')).toEqual([[], 7, true]);
    expect(await seqs('?after=999')).toEqual([[], 7, true]);
    expect((await read(id, taxpayer, '?after=-1')).status).toBe(422);
    expect((await read(id, taxpayer, '?after=99999999999')).status).toBe(422);
  });

  it('takes no text that is none, cannot be stored, or is too long as people count', async () => {
    const id = await begun();
    for (const [text, fault] of [
      ['', 'text required'],
      [' \n\t', 'text required'],
      ['\u200b\u2060', 'text required'],
      ['a\u0000b', 'text invalid'],
      ['\ud83d', 'text invalid'],
      ['好'.repeat(5_001), 'text too-long'],
      ['𠮷'.repeat(5_001), 'text too-long'],
      ['好'.repeat(100_000), 'text too-long'],
    ] as const) {
      const refused = await say(id, taxpayer, { text });
      expect([refused.status, faultsOf(refused)]).toEqual([422, [fault]]);
    }
    for (const text of ['𠮷'.repeat(5_000), '<script>alert(1)</script>', '\u202e反', '👍'])
      expect((await say(id, taxpayer, { text })).body['content']).toEqual({ type: 'text', text });
  });

  it('answers a repetition with the stored message, and refuses other contents', async () => {
    const id = await begun();
    const clientId = randomUUID();
    const [one, two] = await Promise.all([say(id, taxpayer, { clientId }), say(id, taxpayer, { clientId })]);
    expect([one.status, two.status, two.body['seq']]).toEqual([200, 200, one.body['seq']]);
    const other = await say(id, taxpayer, { clientId, text: '别的' });
    expect([other.status, codeOf(other)]).toEqual([422, 'key-reused']);
    expect((await read(id, taxpayer)).body['last']).toBe(1);
  });

  it('takes files with or without a text', async () => {
    const id = await begun();
    const [mine, theirs] = [await upload(taxpayer), await upload(stranger)];
    expect(codeOf(await say(id, taxpayer, { uploadIds: [theirs] }))).toBe('upload-unknown');
    expect(faultsOf(await say(id, taxpayer, { uploadIds: [mine, mine] }))).toEqual(['uploadIds duplicate']);
    const many = await say(id, taxpayer, { uploadIds: Array.from({ length: 15 }, () => randomUUID()) });
    expect(faultsOf(many)).toEqual(['uploadIds upload-too-many']);
    const sent = await say(id, taxpayer, { uploadIds: [mine], text: '\u200b' });
    expect(sent.body['content']).toMatchObject({ type: 'files', text: '', files: [{ name: '发票.png' }] });
    const [file] = messagesOf(await read(id, officer('agent1')))[0]?.content.files ?? [];
    expect(file).toMatchObject({ id: mine });
  });

  it('lets one recall one’s own words for a while', async () => {
    const id = await begun();
    await say(id, taxpayer, { text: '我的身份证号是…' });
    const recall = (as: Who, seq = 1) => web.ask('POST', `/api/cases/${id}/chat/${String(seq)}/recall`, { as, body: {} });
    expect((await recall(officer('agent1'))).status).toBe(404);
    expect((await recall(taxpayer, 9)).status).toBe(404);
    expect((await recall(taxpayer)).status).toBe(204);
    expect((await recall(taxpayer)).status).toBe(204);
    expect(messagesOf(await read(id, officer('agent1')))[0]?.content).toEqual({ type: 'recalled' });
    await say(id, taxpayer);
    await web
      .knex('chat_messages')
      .where({ case_id: id, seq: 2 })
      .update({ at: new Date(Date.now() - 3 * 60_000) });
    const late = await recall(taxpayer, 2);
    expect([late.status, codeOf(late)]).toEqual([409, 'recall-over']);
  });

  it('keeps the marks of both sides, and the ratings of answers', async () => {
    const id = await begun({ officer_id: officer('agent1').id });
    await say(id, taxpayer);
    await say(id, officer('agent1'));
    const mark = (as: Who, delivered: number, seen: number) =>
      web.ask('PUT', `/api/cases/${id}/chat/marks`, { as, body: { delivered, read: seen } });
    expect((await mark(taxpayer, 2, 1)).status).toBe(204);
    expect((await mark(officer('agent1'), 99, 99)).status).toBe(204);
    expect((await mark(officer('supervisor1'), 1, 1)).status).toBe(204);
    expect((await mark(taxpayer, -1, 0)).status).toBe(422);
    expect((await read(id, taxpayer)).body['marks']).toEqual({
      taxpayer: { delivered: 2, read: 1 },
      officer: { delivered: 2, read: 2 },
    });
    const rate = (seq: number, as: Who = taxpayer) =>
      web.ask('PUT', `/api/cases/${id}/chat/${String(seq)}/rating`, { as, body: { rating: 'useless' } });
    expect((await rate(1)).status).toBe(404);
    expect((await rate(1, officer('agent1'))).status).toBe(403);
  });

  it('is written to the audit log when officers look at it', async () => {
    const id = await begun();
    await read(id, taxpayer);
    for (let i = 0; i < 3; i += 1) await read(id, officer('agent1'));
    expect(await web.knex('audit_log').where({ object_id: id }).pluck('action')).toEqual(['view']);
    await web.ask('GET', `/api/cases/${id}/chat/download?format=text`, { as: taxpayer });
    expect(await web.knex('audit_log').where({ object_id: id }).orderBy('at').pluck('action')).toEqual(['view', 'download']);
  });
});

describe('the download', () => {
  it('tells who said what and when, without anything that could run', async () => {
    const id = await begun({ officer_id: officer('agent1').id, robot: false });
    await say(id, taxpayer, { text: '<img src=x onerror=alert(1)>\n第二行' });
    await say(id, officer('agent1'), { text: '您好', quotes: 1 });
    await say(id, officer('supervisor1'), { text: '内部', internal: true });
    const file = async (format: string, as: Who) => {
      const answer = await web.ask('GET', `/api/cases/${id}/chat/download?format=${format}`, { as });
      return [answer.headers.get('content-type'), String(answer.body['text'])] as const;
    };
    const [type, html] = await file('html', taxpayer);
    expect(type).toBe('text/html; charset=utf-8');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;\n第二行');
    expect(html).not.toContain('<img');
    expect(html).not.toContain('内部');
    const [plainType, text] = await file('text', officer('agent1'));
    expect(plainType).toBe('text/plain; charset=utf-8');
    expect(text).toMatch(/\[\d{4}-\d\d-\d\d \d\d:\d\d\] .+\r\n<img src=x/);
    expect(text).toContain('内部');
  });
});
