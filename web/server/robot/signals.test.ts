/** Words are tried out on sentences and on the last week's conversations before they count (C1). */
import { beforeAll, expect, it } from '@jest/globals';

import { insertChat, taxpayerText } from '../../../tests/support/chat.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import { sendMessage } from '../../../db/chat/messages.ts';

const web = testWeb({ answerTimes: { sweepEveryMs: 3_600_000, leftMs: 3_600_000 } });
let administrator: Who;
let taxpayer: Who & { id: string };
let caseId: string;
beforeAll(async () => {
  administrator = await web.officer('admin');
  taxpayer = await web.taxpayer('li-xue-whale');
  caseId = await insertChat(web.knex, taxpayer.id);
  for (const text of ['我要转人工', '找个真人来，电话 13800138000', '真人真人', '发票怎么开'])
    await sendMessage(web.knex, taxpayerText(caseId, taxpayer.id, text));
});

const words = { transfer: ['真人'], mood: [], intent: [] };
const tries = (body: object, as: Who = administrator) => web.ask('POST', '/api/robot/signals', { as, body });

it('tells what would be taken for a signal, before and after, without numbers, and stores nothing', async () => {
  const { status, body } = await tries({ words, sentences: ['转人工', '不用真人', '给我真人'] });
  expect(status).toBe(200);
  expect(body['sentences']).toEqual([
    { text: '转人工', before: { signal: 'keyword', word: '转人工' }, after: null },
    { text: '不用真人', before: null, after: null },
    { text: '给我真人', before: null, after: { signal: 'keyword', word: '真人' } },
  ]);
  expect(body['week']).toMatchObject({
    texts: 4,
    all: true,
    before: { keyword: 1, mood: 0, intent: 0 },
    after: { keyword: 1, mood: 0, intent: 0 },
    changed: 3,
  });
  const changes = (body['week'] as { changes: { text: string; caseId: string }[] }).changes;
  expect(changes.map(({ text }) => text)).toEqual(['真人真人', '找个真人来,电话 ＊＊＊', '我要转人工']);
  const again = await tries({ words, sentences: ['转人工'] });
  expect(again.body['sentences']).toMatchObject([{ before: { word: '转人工' } }]);
});

it('reads no older texts, and none of another region', async () => {
  await web
    .knex('chat_messages')
    .where({ case_id: caseId, body: '真人真人' })
    .update({ at: new Date(Date.now() - 8 * 86_400_000) });
  expect((await tries({ words, sentences: [] })).body['week']).toMatchObject({ texts: 3 });
  await web.knex('officers').where({ login: 'admin' }).update({ region_id: 'yunling' });
  expect((await tries({ words, sentences: [] })).body['week']).toMatchObject({ texts: 0 });
  await web.knex('officers').where({ login: 'admin' }).update({ region_id: 'binhai' });
});

it('refuses what is too much, by field, and whoever is no administrator', async () => {
  const many = await tries({ words, sentences: Array.from({ length: 51 }, () => '转人工') });
  expect(many.status).toBe(422);
  expect((await tries({ words: { ...words, mood: ['x'.repeat(21)] }, sentences: [] })).status).toBe(422);
  expect((await tries({ words, sentences: [] }, await web.officer('supervisor1'))).status).toBe(403);
  expect((await tries({ words, sentences: [] }, taxpayer)).status).toBe(403);
});
