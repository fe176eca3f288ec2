/** Questions that the knowledge did not serve well reach its editors without personal numbers; only they change it. */
import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { insertChat } from '../../../tests/support/chat.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import { rateAnswer, sendMessage } from '../../../db/chat/messages.ts';
import { settleOwed, type RobotWords } from '../../../db/chat/owed.ts';
import type { KnowledgeFeedback } from '../../api/knowledge-feedback.ts';

const web = testWeb({ answerTimes: { sweepEveryMs: 3_600_000, leftMs: 3_600_000 } });
let taxpayer: Who & { id: string };
let editor: Who;
let caseId: string;
beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
  editor = await web.officer('editor1');
});
beforeEach(async () => {
  await web.knex('knowledge_feedback').delete();
  caseId = await insertChat(web.knex, taxpayer.id);
});

const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const nothing = { type: 'none' as const, body: '', data: {} };
/** Asks as the taxpayer; the reply is the test's own, whatever the robot knows. */
async function asks(body: string, reply: Omit<NonNullable<RobotWords>, 'clientId'> = nothing): Promise<number> {
  const sent = await sendMessage(web.knex, {
    caseId,
    clientId: randomUUID(),
    speaker: 'taxpayer',
    speakerId: taxpayer.id,
    epoch: 1,
    audience: 'everybody',
    type: 'text',
    body,
    data: {},
    quotes: null,
  });
  if (sent.kind !== 'stored') throw new Error(sent.why);
  const { seq } = sent.message;
  await settleOwed(web.knex, caseId, seq, { clientId: randomUUID(), ...reply });
  return seq;
}
const rests = () =>
  web
    .knex('chats')
    .where({ case_id: caseId })
    .update({ last_at: new Date(Date.now() - 3_600_000) });
const list = async (as: Who = editor) => (await web.ask('GET', '/api/knowledge/feedback', { as })).body as unknown as KnowledgeFeedback;
const decide = (body: object) => web.ask('POST', '/api/knowledge/feedback/decisions', { as: editor, body });
const unknown = '山茶种植户的茶籽油补贴电话13812345678';

describe('a question that nothing was known for', () => {
  it('is listed once the chat is at rest, without personal numbers, and once', async () => {
    const seq = await asks(unknown);
    expect((await list()).groups).toEqual([]);
    await rests();
    for (let n = 0; n < 2; n += 1)
      expect(await list()).toMatchObject({
        total: 1,
        groups: [{ texts: ['山茶种植户的茶籽油补贴电话＊＊＊'], items: [{ caseId, seq }], signals: [{ signal: 'unanswered', count: 1 }] }],
      });
    expect(JSON.stringify(await web.knex('knowledge_feedback').where({ case_id: caseId }))).not.toContain('138');
  });

  it('stands with those that are alike', async () => {
    for (const text of ['山茶种植户的茶籽油补贴', '山茶种植户茶籽油补贴多少', 'qwxzv jkpq']) await asks(text);
    await rests();
    const { groups } = await list();
    expect(groups.map(({ texts }) => texts.length).toSorted()).toEqual([1, 2]);
  });
});

it('a useless answer is listed when it is rated, and no more when it is rated useful', async () => {
  const seq = await asks('发票总额度不足，如何申请调整', { type: 'answer', body: '线上申请。', data: { entryId: 'fp-001', version: 1 } });
  await rests();
  expect((await list()).groups).toEqual([]);
  await rateAnswer(web.knex, caseId, seq + 1, 'useless');
  const { groups } = await list();
  expect(groups).toMatchObject([{ signals: [{ signal: 'useless', count: 1 }] }]);
  expect(groups[0]?.entries[0]).toMatchObject({ id: 'fp-001', part: 'given' });
  await rateAnswer(web.knex, caseId, seq + 1, 'useful');
  expect((await list()).groups).toEqual([]);
});

describe('an editor', () => {
  const open = async (text: string) => {
    await asks(text);
    await rests();
    const [group] = (await list()).groups;
    return group?.items ?? [];
  };

  it('makes it a wording, which is answered at once and keeps where it is from', async () => {
    const text = '山茶籽油的钱怎么领';
    const items = await open(text);
    expect((await decide({ decision: 'wording', items, entryId: 'fp-002', text })).body).toEqual({ decision: 'wording', settled: 1 });
    const wordings = await web.knex('knowledge_wordings').where({ entry_id: 'fp-002', wording: text, region_id: 'binhai' });
    expect(wordings).toMatchObject([{ origin: 'question' }]);
    expect((await list()).groups).toEqual([]);
    const found = await web.deps.robot.search(text, { regionId: 'binhai', audience: null, now: Date.now() }, 3);
    expect(found.map(({ id }) => id)).toContain('fp-002');
    await web.knex('knowledge_wordings').where({ wording: text }).delete();
  });

  it('begins an entry, which cannot be submitted while it lacks an answer', async () => {
    const items = await open('龙舟队参赛奖金');
    const entryId = `k-${randomUUID().slice(0, 8)}`;
    expect((await decide({ decision: 'task', items, entryId, text: '龙舟队参赛奖金' })).status).toBe(200);
    const submitted = await web.ask('POST', `/api/knowledge/entries/${entryId}/submission`, { as: editor, body: { revision: 1 } });
    expect([submitted.status, codeOf(submitted)]).toEqual([422, 'invalid-request']);
    expect(codeOf(await decide({ decision: 'task', items, entryId: 'fp-001', text: '龙舟' }))).toBe('entry-id-taken');
  });

  it('marks it as out of scope, and it does not come back', async () => {
    const items = await open('qwxzv jkpq');
    await decide({ decision: 'out-of-scope', items });
    await web.knex('knowledge_feedback_marks').where({ case_id: caseId }).delete();
    expect((await list()).groups).toEqual([]);
    expect(await web.knex('knowledge_feedback').where({ case_id: caseId })).toMatchObject([{ decision: 'out-of-scope' }]);
  });

  it('changes nothing with an entry that is not there, and nothing of another region', async () => {
    const items = await open('龙舟队参赛奖金');
    expect((await decide({ decision: 'wording', items, entryId: 'nothing', text: '龙舟' })).status).toBe(404);
    expect((await list()).total).toBe(1);
    await web.knex('knowledge_feedback').update({ region_id: 'yunling' });
    expect((await list()).total).toBe(0);
    expect((await decide({ decision: 'dismissed', items })).body).toMatchObject({ settled: 0 });
  });
});

it('near twins are named', async () => {
  const entry = { region_id: 'binhai', topic: '补贴', answer: '甲', audience: ['both'] };
  const ids = ['a', 'b'].map((part) => `twin-${part}-${randomUUID().slice(0, 8)}`);
  const [one = '', other = ''] = ids;
  await web.knex('knowledge_entries').insert([
    { ...entry, id: one, question: '龙舟竞渡的奖金怎么缴税' },
    { ...entry, id: other, question: '龙舟竞渡奖金怎么缴税' },
  ]);
  const { body } = await web.ask('GET', '/api/knowledge/twins', { as: editor });
  expect(body['pairs']).toContainEqual({
    one: { entryId: one, text: '龙舟竞渡的奖金怎么缴税' },
    other: { entryId: other, text: '龙舟竞渡奖金怎么缴税' },
    likeness: expect.any(Number),
  });
  await web.knex('knowledge_entries').whereIn('id', ids).delete();
});
