/** Editing the knowledge over HTTP: drafts, their review by somebody else, versions, and what the robot says meanwhile. */
import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import { dayOf } from '../../../domain/knowledge.ts';
import type { EditedEntry, KnowledgeEntries } from '../../api/knowledge-editing.ts';

const web = testWeb();
const day = 86_400_000;

let author: Who;
let reviewer: Who;
let id: string;
beforeAll(async () => {
  [author, reviewer] = await Promise.all([web.officer('editor1'), web.officer('editor2')]);
});
beforeEach(() => {
  id = `boat-${randomUUID().slice(0, 8)}`;
});

const content = {
  topic: '补贴',
  question: '龙舟补贴如何领取',
  answer: '线上申请。',
  audience: ['both'],
  wordings: ['划龙舟有补助吗'],
};
const at = (part = '') => `/api/knowledge/entries/${id}${part}`;
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const keep = (as: Who, revision: number | null, change: object = {}) =>
  web.ask('PUT', at('/draft'), { as, body: { revision, content: { ...content, ...change } } });
const does = (as: Who, part: 'submission' | 'publication' | 'return' | 'withdrawal', body: object) =>
  web.ask('POST', at(`/${part}`), { as, body });
const read = async (as: Who = author) => (await web.ask('GET', at(), { as })).body as unknown as EditedEntry;
const published = async (change: object = {}): Promise<number> => {
  const first = (await web.knex('knowledge_entries').where({ id }).first<{ version: number } | undefined>('version')) === undefined;
  const kept = await keep(author, null, change);
  expect([first, kept.status]).toEqual([first, 200]);
  await does(author, 'submission', { revision: 1 });
  return Number((await does(reviewer, 'publication', { revision: 2 })).body['version']);
};
const says = async (): Promise<string | null> =>
  (await web.deps.robot.entry(id, { regionId: 'binhai', audience: null, now: Date.now() }))?.answer ?? null;

describe('a change', () => {
  it('is answered only after somebody else has published it', async () => {
    expect((await keep(author, null)).body).toEqual({ revision: 1, state: 'draft' });
    expect(await says()).toBeNull();
    expect(codeOf(await does(reviewer, 'publication', { revision: 1 }))).toBe('draft-state');
    expect((await does(author, 'submission', { revision: 1 })).body).toEqual({ revision: 2, state: 'review' });
    expect((await read()).mayReview).toBe(false);
    const own = await does(author, 'publication', { revision: 2 });
    expect([own.status, codeOf(own)]).toEqual([409, 'own-draft']);
    expect(await says()).toBeNull();
    expect((await read(reviewer)).mayReview).toBe(true);
    expect((await does(reviewer, 'publication', { revision: 2 })).body).toEqual({ version: 1 });
    expect(await says()).toBe('线上申请。');
    expect(await read()).toMatchObject({
      published: { version: 1, status: 'published', wordings: [{ text: '划龙舟有补助吗', origin: 'editor', by: '林知远' }] },
      draft: null,
      versions: [{ version: 1, authors: ['林知远'], reviewer: '何文静' }],
    });
  });

  it('is not reviewed by anybody who has written in it, also not first', async () => {
    await keep(reviewer, null);
    await keep(author, 1, { answer: '到窗口申请。' });
    await does(author, 'submission', { revision: 2 });
    expect(codeOf(await does(reviewer, 'publication', { revision: 3 }))).toBe('own-draft');
    expect(codeOf(await does(reviewer, 'return', { revision: 3, note: '不' }))).toBe('own-draft');
    expect((await does(await web.officer('admin'), 'publication', { revision: 3 })).status).toBe(200);
  });

  it('is returned with the reason, and written again', async () => {
    await keep(author, null);
    await does(author, 'submission', { revision: 1 });
    expect((await does(reviewer, 'return', { revision: 2, note: '请补充来源' })).body).toEqual({ revision: 3, state: 'draft' });
    expect((await read()).draft).toMatchObject({ state: 'draft', reviewNote: '请补充来源', returnedBy: { name: '何文静' } });
    expect((await does(author, 'submission', { revision: 3 })).status).toBe(200);
    expect((await read()).draft).toMatchObject({ state: 'review', reviewNote: null });
  });

  it('of two editors at once is the first one’s; the other is told by whom, and nothing is overwritten', async () => {
    await keep(author, null);
    expect((await keep(author, 1, { answer: '甲' })).status).toBe(200);
    const late = await keep(reviewer, 1, { answer: '乙' });
    expect([late.status, codeOf(late)]).toEqual([409, 'draft-changed']);
    expect((late.body['error'] as { sentence: string }).sentence).toContain('林知远');
    expect((await read()).draft).toMatchObject({ revision: 2, content: { answer: '甲' } });
    const begun = await Promise.all(
      [1, 2, 3].map(() => web.ask('PUT', `/api/knowledge/entries/${id}-x/draft`, { as: author, body: { revision: null, content } })),
    );
    expect(begun.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });

  it('does not publish over a version that its author has not seen', async () => {
    await published();
    await keep(author, null, { answer: '新的' });
    await does(author, 'submission', { revision: 1 });
    await does(author, 'withdrawal', { version: 1 });
    expect(codeOf(await does(reviewer, 'publication', { revision: 2 }))).toBe('entry-changed');
    expect(await says()).toBeNull();
  });

  it('is discarded', async () => {
    await keep(author, null);
    expect((await web.ask('DELETE', at('/draft'), { as: author, body: { revision: 2 } })).status).toBe(409);
    expect((await web.ask('DELETE', at('/draft'), { as: author, body: { revision: 1 } })).status).toBe(204);
    expect((await web.ask('GET', at(), { as: author })).status).toBe(404);
  });
});

describe('versions', () => {
  it('are kept as they were told, whatever happens to the entry', async () => {
    await published();
    expect(await published({ answer: '到窗口申请。', wordings: ['划龙舟有补助吗', '赛龙舟给钱吗'] })).toBe(2);
    expect((await does(author, 'withdrawal', { version: 2 })).body).toEqual({ version: 3 });
    expect(await says()).toBeNull();
    expect(codeOf(await does(author, 'withdrawal', { version: 2 }))).toBe('entry-changed');
    expect(await published({ answer: '都可以。' })).toBe(4);
    await web.knex('knowledge_entries').where({ id }).delete();
    const answers = await Promise.all([1, 2, 3, 4].map((n) => web.ask('GET', at(`/versions/${String(n)}`), { as: reviewer })));
    expect(answers.map(({ body }) => [body['status'], (body['content'] as { answer: string }).answer])).toEqual([
      ['published', '线上申请。'],
      ['published', '到窗口申请。'],
      ['withdrawn', '到窗口申请。'],
      ['published', '都可以。'],
    ]);
    await expect(web.knex('knowledge_entry_versions').where({ entry_id: id }).delete()).rejects.toThrow('append-only');
    await expect(web.knex('knowledge_entry_versions').where({ entry_id: id }).update({ version: 9 })).rejects.toThrow('append-only');
  });

  it('keep who added a wording', async () => {
    await published();
    await web.knex('knowledge_wordings').insert({ region_id: 'binhai', entry_id: id, wording: '龙舟的钱', origin: 'question' });
    await published({ wordings: ['划龙舟有补助吗', '龙舟的钱', '龙船补贴'] });
    const { published: now } = await read();
    expect(now?.wordings.map(({ text, origin }) => [text, origin]).toSorted()).toEqual([
      ['划龙舟有补助吗', 'editor'],
      ['龙舟的钱', 'question'],
      ['龙船补贴', 'editor'],
    ]);
  });
});

describe('the list', () => {
  const list = async (query: string, as: Who = author) =>
    (await web.ask('GET', `/api/knowledge/entries?${query}`, { as })).body as unknown as KnowledgeEntries;

  it('searches question, answer, wordings and drafts', async () => {
    await keep(author, null, { question: `龙舟${id}`, wordings: [`划龙舟有补助吗${id}`] });
    expect((await list(`q=${id}`)).items).toMatchObject([{ id, status: null, draft: 'draft', wordings: 1 }]);
    expect((await list(`q=${encodeURIComponent(`划龙舟有补助吗${id}`)}`)).total).toBe(0);
    await does(author, 'submission', { revision: 1 });
    await does(reviewer, 'publication', { revision: 2 });
    expect((await list(`q=${encodeURIComponent(`${id} 划龙舟`)}`)).items.map((item) => item.id)).toEqual([id]);
    expect((await list(`q=${encodeURIComponent('100%_')}`)).total).toBe(0);
  });

  it('is filtered by state, topic, validity and what is to be done', async () => {
    const topic = `题${id}`;
    await published({ topic, validTo: dayOf(Date.now() + 3 * day) });
    const found = async (query: string) => (await list(`topic=${encodeURIComponent(topic)}&${query}`)).total;
    expect(await Promise.all(['state=published', 'validity=expiring', 'check=few-wordings', 'check=unverified'].map(found))).toEqual([
      1, 1, 1, 1,
    ]);
    expect(await Promise.all(['state=draft', 'state=withdrawn', 'validity=valid', 'validity=expired'].map(found))).toEqual([0, 0, 0, 0]);
    expect((await list('size=1')).counts.expiring).toBeGreaterThan(0);
    expect((await list('size=1')).topics).toContainEqual({ name: topic, count: 1 });
  });

  it('is the own region’s', async () => {
    await keep(author, null);
    await web.knex('knowledge_drafts').where({ entry_id: id }).update({ region_id: 'yunling' });
    expect((await web.ask('GET', at(), { as: author })).status).toBe(404);
    expect((await list(`q=${id}`)).total).toBe(0);
  });
});

it('an entry past its validity is not answered', async () => {
  await published({ validTo: dayOf(Date.now() - day) });
  expect(await says()).toBeNull();
});

it.each([
  ['without an answer', { answer: ' \u200b' }, 'answer', 'required'],
  ['with a long question', { question: '长'.repeat(201) }, 'question', 'too-long'],
  ['for nobody', { audience: [] }, 'audience', 'too-short'],
  ['that ends before it begins', { validFrom: '2026-02-01', validTo: '2026-01-31' }, 'validTo', 'before-start'],
  ['with the same wording twice', { wordings: ['一', '一'] }, 'wordings', 'duplicate'],
  ['on a day that is none', { validTo: '2026-02-30' }, 'validTo', 'not-a-date'],
])('an entry %s is refused', async (_, change, path, code) => {
  const answer = await keep(author, null, change);
  expect(answer.status).toBe(422);
  expect((answer.body['error'] as { fields: object[] }).fields).toMatchObject([{ path: expect.stringContaining(path), code }]);
});

it('what was done is audited, without texts', async () => {
  await published();
  const noted = await web
    .knex('audit_log')
    .where({ object_kind: 'knowledge-entry', object_id: id })
    .orderBy('at')
    .select('action', 'detail');
  expect(noted.map(({ action }: { action: string }) => action)).toEqual(['keep-draft', 'submit-draft', 'publish']);
  expect(JSON.stringify(noted)).not.toContain('龙舟');
});
