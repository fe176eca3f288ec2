import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });

type Person = Who & { id: string };
let whale: Person;
let other: Person;
let mountain: Person;

beforeAll(async () => {
  [whale, other, mountain] = await Promise.all([web.taxpayer('li-xue-whale'), web.taxpayer('zhao-min'), web.taxpayer('liu-yang-tea')]);
}, 60_000);

const text = '请问电子发票红冲以后如何重新开具?谢谢。';
const form = (change: object = {}) => ({
  centreId: 'binhai-1',
  typeId: 'binhai-invoice',
  text,
  uploadIds: [],
  reminder: 'inbox',
  phone: null,
  ...change,
});
const put = (id: string, body: unknown, as: Who = whale) => web.ask('PUT', `/api/messages/${id}`, { as, body });
interface Wrong {
  code: string;
  sentence: string;
  fields?: { path: string; code: string; limit?: number; sentence: string }[];
}
const errorOf = ({ body }: { body: Record<string, unknown> }) => body['error'] as Wrong;
const fieldsOf = (answer: { body: Record<string, unknown> }) =>
  Object.fromEntries((errorOf(answer).fields ?? []).map(({ path, code }) => [path, code]));

async function upload(owner: Person, change: object = {}): Promise<string> {
  const id = randomUUID();
  await web.knex('uploads').insert({
    id,
    author_kind: 'taxpayer',
    author_id: owner.id,
    region_id: 'binhai',
    name: '资料.pdf',
    size: 3,
    status: 'ready',
    media_type: 'application/pdf',
    sha256: '0',
    ...change,
  });
  return id;
}

describe('the form', () => {
  it('knows the centres below their bureaus, the types and the limits of the region', async () => {
    const { status, body } = await web.ask('GET', '/api/message-form', { as: mountain });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      phone: '19900000005',
      text: { min: 20, max: 5_000 },
      upload: { maxBytes: 10 * 1_048_576, maxFiles: 5 },
      bureaus: [{ name: '国家税务总局云岭市税务局', centres: [{ id: 'yunling-1' }] }],
    });
    expect((body['types'] as unknown[]).length).toBe(7);
  });

  it('speaks English to those who prefer it', async () => {
    const { body } = await web.ask('GET', '/api/message-form', {
      as: whale,
      headers: { 'accept-language': 'fr;q=0.4, en-GB;q=0.9, zh;q=0.3' },
    });
    expect((body['types'] as { name: string }[])[0]?.name).toBe('Invoices');
  });
});

describe('handing in', () => {
  it('gives a number and the same answer to the same form, at once and later', async () => {
    const id = randomUUID();
    const answers = await Promise.all([put(id, form()), put(id, form()), put(id, form())]);
    const later = await put(id, form());
    for (const { status, body } of [...answers, later]) {
      expect(status).toBe(200);
      expect(body).toEqual(answers[0].body);
    }
    expect(String(later.body['number'])).toMatch(/^\d{8}9\d{6}$/);
    expect(await web.knex('case_events').where({ case_id: id, type: 'submitted' })).toHaveLength(1);
    expect(await web.knex('texts').where({ case_id: id })).toHaveLength(1);
  });

  it('knows nothing of a case of somebody else under that id, and lays nothing down for it', async () => {
    const at = new Date();
    for (const [kind, identity] of [
      ['work-order', other],
      ['work-order', whale],
      ['message', mountain],
    ] as const) {
      const id = randomUUID();
      await web.knex('cases').insert({
        id,
        kind,
        number: id.slice(0, 20),
        region_id: 'binhai',
        centre_id: 'binhai-1',
        type_id: 'binhai-other',
        identity_id: identity.id,
        status: 'completed',
        version: 3,
        state: '{}',
        opened_at: at,
        changed_at: at,
        closed_at: at,
        live: true,
      });
      const answer = await put(id, form());
      expect([answer.status, errorOf(answer).code]).toEqual([404, 'not-found']);
      expect(await web.knex('texts').where({ case_id: id })).toEqual([]);
      expect(await web.knex('case_forms').where({ case_id: id })).toEqual([]);
      await web.knex('cases').where({ id }).delete();
    }
  });

  it('gives the state of a case that is over when the form comes again', async () => {
    const id = randomUUID();
    const { body } = await put(id, form());
    expect((await web.ask('POST', `/api/cases/${id}/commands/withdraw`, { as: whale, body: {}, key: randomUUID() })).status).toBe(200);
    const again = await put(id, form());
    expect(again.status).toBe(200);
    expect(again.body['number']).toBe(body['number']);
  });

  it.each([
    ['text', { text: `${text}还有一个问题。` }],
    ['centre', { centreId: 'binhai-2' }],
    ['type', { typeId: 'binhai-other' }],
    ['reminder', { reminder: 'none' }],
  ])('refuses the same id with another %s', async (_, change) => {
    const id = randomUUID();
    await put(id, form());
    const answer = await put(id, form(change));
    expect([answer.status, errorOf(answer).code]).toEqual([422, 'key-reused']);
  });

  it('answers 404 for the id of somebody else’s message, as for the reading of it', async () => {
    const id = randomUUID();
    await put(id, form());
    const written = await put(id, form(), other);
    const read = await web.ask('GET', `/api/cases/${id}`, { as: other });
    const nothing = await web.ask('GET', `/api/cases/${randomUUID()}`, { as: other });
    expect([written.status, read.status, nothing.status]).toEqual([404, 404, 404]);
    expect(errorOf(read).sentence).toBe(errorOf(nothing).sentence);
  });

  it('names everything that is missing at once', async () => {
    const answer = await put(randomUUID(), { reminder: 'sms' });
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual({ centreId: 'required', typeId: 'required', text: 'required', phone: 'required' });
    expect(errorOf(answer).fields?.every(({ sentence }) => sentence.length > 0 && !sentence.includes('{{'))).toBe(true);
  });

  it('names a short text together with what is missing, with the region’s own X', async () => {
    const answer = await put(randomUUID(), { text: '太短了', reminder: 'inbox', centreId: 'yunling-1' }, mountain);
    expect(fieldsOf(answer)).toEqual({ typeId: 'required', text: 'too-short' });
    expect(errorOf(answer).fields?.find(({ path }) => path === 'text')).toMatchObject({ limit: 20, sentence: '至少 20 个字' });
  });

  it('counts characters as people do', async () => {
    expect((await put(randomUUID(), form({ text: '😀'.repeat(9) }))).status).toBe(422);
    expect((await put(randomUUID(), form({ text: ` ${'😀'.repeat(10)} ` }))).status).toBe(200);
    expect((await put(randomUUID(), form({ text: '😀'.repeat(5_000) }))).status).toBe(200);
    const long = await put(randomUUID(), form({ text: '字'.repeat(5_001) }));
    expect(errorOf(long).fields).toEqual([{ path: 'text', code: 'too-long', limit: 5_000, sentence: '最多 5000 个字' }]);
  });

  it('keeps emoji, marks of direction, 4-byte signs, markup and script as the text they are', async () => {
    const odd = "𠮷野家👩‍👩‍👧 \u202Eevil\u202C <script>alert(1)</script> ' OR 1=1; -- \\ {{x}} %s";
    const id = randomUUID();
    expect((await put(id, form({ text: odd }))).status).toBe(200);
    const { body } = await web.ask('GET', `/api/cases/${id}`, { as: whale });
    expect((body['story'] as { text: string | null }[])[0]?.text).toBe(odd);
  });

  it('refuses what PostgreSQL cannot keep', async () => {
    expect(fieldsOf(await put(randomUUID(), form({ text: `${text}\0` })))).toEqual({ text: 'invalid' });
    expect(fieldsOf(await put(randomUUID(), form({ text: `${text}\ud800` })))).toEqual({ text: 'invalid' });
  });

  it.each<[string, object, Record<string, string>]>([
    ['a centre of another region', { centreId: 'yunling-1' }, { centreId: 'not-a-choice' }],
    ['a type of another region', { typeId: 'yunling-invoice' }, { typeId: 'not-a-choice' }],
    ['both', { centreId: 'x', typeId: 'y' }, { centreId: 'not-a-choice', typeId: 'not-a-choice' }],
    ['a way of answering that there is not', { reminder: 'pigeon' }, { reminder: 'not-a-choice' }],
    ['a telephone number that is none', { reminder: 'sms', phone: '12345' }, { phone: 'not-a-phone' }],
    ['50 files', { uploadIds: Array.from({ length: 50 }, () => randomUUID()) }, { uploadIds: 'upload-too-many' }],
    ['11 files', { uploadIds: Array.from({ length: 11 }, () => randomUUID()) }, { uploadIds: 'upload-too-many' }],
    ['an upload that is none', { uploadIds: [randomUUID()] }, { 'uploadIds.0': 'upload-unknown' }],
  ])('refuses %s', async (_, change, fields) => {
    const id = randomUUID();
    const answer = await put(id, form(change));
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(fields);
    expect(await web.knex('case_forms').where({ case_id: id })).toHaveLength(0);
  });

  it('refuses uploads of somebody else, unfinished, refused, doubled or taken, and takes one’s own', async () => {
    const mine = await upload(whale);
    const wrong = await Promise.all([
      upload(other),
      upload(whale, { status: 'uploading' }),
      upload(whale, { status: 'refused' }),
      upload(whale, { case_id: randomUUID(), event_version: 1 }),
    ]);
    for (const id of wrong)
      expect(fieldsOf(await put(randomUUID(), form({ uploadIds: [mine, id] })))).toEqual({ 'uploadIds.1': 'upload-unknown' });
    expect(fieldsOf(await put(randomUUID(), form({ uploadIds: [mine, mine] })))).toEqual({ 'uploadIds.1': 'upload-unknown' });
    const id = randomUUID();
    expect((await put(id, form({ uploadIds: [mine] }))).status).toBe(200);
    expect((await put(id, form({ uploadIds: [mine] }))).status).toBe(200);
    expect(fieldsOf(await put(randomUUID(), form({ uploadIds: [mine] })))).toEqual({ 'uploadIds.0': 'upload-unknown' });
    const { body } = await web.ask('GET', `/api/cases/${id}`, { as: whale });
    expect((body['story'] as { attachments: unknown[] }[])[0]?.attachments).toHaveLength(1);
  });

  it('refuses what is no JSON, too much of it, and an id that is none', async () => {
    expect(errorOf(await put(randomUUID(), '{"text": ')).code).toBe('malformed-request');
    expect(errorOf(await put(randomUUID(), form({ text: 'x'.repeat(1_100_000) }))).code).toBe('too-large');
    expect((await put('not-a-uuid', form())).status).toBe(404);
    expect((await put(randomUUID(), [])).status).toBe(422);
    expect((await put(randomUUID(), form(), {})).status).toBe(401);
  });
});

describe('我的留言', () => {
  it('holds one’s own messages alone, newest first, by filters and pages', async () => {
    const numbers: unknown[] = [];
    for (const typeId of ['yunling-filing', 'yunling-other', 'yunling-filing']) {
      numbers.unshift((await put(randomUUID(), form({ centreId: 'yunling-1', typeId, text: `${text}${text}` }), mountain)).body['number']);
    }
    const list = async (query: string, as: Who = mountain) =>
      (await web.ask('GET', `/api/messages${query}`, { as })).body as { items: { number: string; excerpt: string }[]; total: number };
    expect((await list('')).items.map(({ number }) => number)).toEqual(numbers);
    expect((await list('?size=2&page=2')).items.map(({ number }) => number)).toEqual([numbers[2]]);
    expect(await list('?typeId=yunling-filing')).toMatchObject({ total: 2 });
    expect(await list(`?number=${String(numbers[1]).slice(-6)}`)).toMatchObject({ total: 1 });
    expect(await list('?number=%25')).toMatchObject({ total: 0 });
    expect(await list('?status=closed')).toMatchObject({ total: 0 });
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(await list(`?from=${today}&to=${today}`)).toMatchObject({ total: 3 });
    expect(await list('?to=2020-01-01')).toMatchObject({ total: 0 });
    expect((await list('')).items[0]?.excerpt).toContain('电子发票');
    const whose = await list('?size=50', other);
    expect(whose.items.some(({ number }) => numbers.includes(number))).toBe(false);
  });

  it('refuses filters that are none', async () => {
    expect(fieldsOf(await web.ask('GET', '/api/messages?page=0&size=500&status=lost&from=yesterday', { as: whale }))).toEqual({
      page: 'out-of-range',
      size: 'out-of-range',
      status: 'not-a-choice',
      from: 'not-a-date',
    });
  });
});
