/** What a draft would change in the answers, over HTTP. */
import { randomUUID } from 'node:crypto';

import { beforeAll, expect, it } from '@jest/globals';

import { insertChat, insertTaxpayer } from '../../../tests/support/chat.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import type { KnowledgeEffect } from '../../api/knowledge-effect.ts';

const web = testWeb();
let editor: Who;
beforeAll(async () => {
  editor = await web.officer('editor1');
});

const content = {
  topic: '补贴',
  question: '龙舟补贴如何领取',
  answer: '线上申请。',
  keywords: ['龙舟'],
  audience: ['both'],
  wordings: ['划龙舟有补助吗', '买龙舟有没有补贴'],
};
const at = (id: string) => `/api/knowledge/entries/${id}/draft`;

it('names the questions that would be answered differently, those of people included, and stores nothing', async () => {
  const id = `boat-${randomUUID().slice(0, 8)}`;
  const caseId = await insertChat(web.knex, await insertTaxpayer(web.knex));
  await web
    .knex('knowledge_feedback')
    .insert({ region_id: 'binhai', case_id: caseId, seq: 9_001, signal: 'unanswered', text: '龙舟补贴去哪领', at: new Date() });
  await web.ask('PUT', at(id), { as: editor, body: { revision: null, content } });
  const { status, body } = await web.ask('GET', `${at(id)}/effect`, { as: editor });
  const effect = body as unknown as KnowledgeEffect;
  expect(status).toBe(200);
  expect(effect).toMatchObject({ revision: 1, source: 'words' });
  expect(effect.changes.find(({ question }) => question === '龙舟补贴去哪领')).toMatchObject({
    own: null,
    verdict: 'open',
    after: { entries: expect.arrayContaining([{ id, question: content.question }]) },
  });
  expect(effect.changes.filter(({ own }) => own?.id === id).every(({ verdict }) => verdict === 'better')).toBe(true);
  expect(await web.deps.robot.entry(id, { regionId: 'binhai', audience: null, now: Date.now() })).toBeNull();
});

it('is of a draft of the own region', async () => {
  expect((await web.ask('GET', `${at('fp-001')}/effect`, { as: editor })).status).toBe(404);
});
