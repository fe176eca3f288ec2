/** Answers in the words of a language model (B12). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { createLanguageModel } from '../../../robot/language-model/language-model.ts';
import { insertChat, sayIn } from '../../../tests/support/chat.ts';
import { until } from '../../../tests/support/live-server.ts';
import { misbehaviours, says, startModelServer, type Behaviour } from '../../../tests/support/model-server.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import type { ChatContent } from '../../api/chat.ts';

const server = await startModelServer();
const web = testWeb({
  answerTimes: { sweepEveryMs: 3_600_000, leftMs: 0 },
  languageModel: createLanguageModel({ url: server.url, name: 'small', key: undefined, withinMs: 1_500, atOnce: 2 }),
});
let taxpayer: Who & { id: string };
beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
});
beforeEach(() => {
  server.asked.length = 0;
});
afterAll(() => server.stop());

const known = '发票总额度不足，如何申请调整';
type Answer = Extract<ChatContent, { type: 'answer' }>;
async function answerIn(id: string): Promise<Answer | undefined> {
  const { body } = await web.ask('GET', `/api/cases/${id}/chat?after=0`, { as: taxpayer });
  return (body['messages'] as { content: ChatContent }[]).map(({ content }) => content).find(({ type }) => type === 'answer') as
    Answer | undefined;
}
async function asked(how: Behaviour, text = known): Promise<string> {
  server.behave(how);
  const id = await insertChat(web.knex, taxpayer.id);
  await sayIn(web, id, taxpayer, { text });
  await until(async () => (await answerIn(id)) !== undefined);
  return id;
}
const stored = async (id: string) =>
  (await web.knex('chat_messages').where({ case_id: id, type: 'answer' }).first<{ data: Record<string, unknown> }>('data')).data['written'];

it('stand beside the answer, with the entries that they name, and in the download', async () => {
  const text = '在电子税务局提交调整申请[1]。';
  const id = await asked(says(text));
  await until(async () => (await answerIn(id))?.written?.done === true);
  expect(await answerIn(id)).toMatchObject({
    entryId: 'fp-001',
    question: known,
    written: { text, done: true, entries: [{ number: 1, id: 'fp-001', question: known }] },
  });
  const { body } = await web.ask('GET', `/api/cases/${id}/chat/download?format=text&lang=zh-CN`, { as: taxpayer });
  expect(String(body['text'])).toContain(`由语言模型根据以下知识整理，以主管税务机关公布为准\r\n${text}\r\n[1] ${known}`);
});

it('come sentence by sentence', async () => {
  const id = await asked(says('先登录电子税务局[1]。再提交申请[1]。', { everyMs: 40 }));
  await until(async () => (await answerIn(id))?.written?.text === '先登录电子税务局[1]。');
  expect((await answerIn(id))?.written?.done).toBe(false);
  await until(async () => (await answerIn(id))?.written?.done === true);
});

it('are taken back at the first sentence that no entry says', async () => {
  const id = await asked(says('先登录电子税务局[1]。费用为 987 元[1]。', { everyMs: 40 }));
  await until(async () => (await answerIn(id))?.written !== null);
  await until(async () => (await answerIn(id))?.written === null);
  expect(await stored(id)).toBeNull();
});

describe('leave the answer as it is when', () => {
  it.each([
    ['a number is invented', says('费用为 987 元[1]。')],
    ['a menu is invented', says('进入【不存在的菜单】[1]。')],
    ['no entry is named', says('无')],
    ['an entry is named that is not there', says('按规定办理[9]。')],
    ['it is too long', says('按规定办理。'.repeat(400))],
    ['it is empty', says('')],
    ['the model hangs', misbehaviours.hangs],
    ['the model fails', misbehaviours.fails],
    ['it is no text', misbehaviours.garbage],
    ['it breaks off', misbehaviours.breaksOff],
  ])('%s', async (_, how) => {
    const id = await asked(how);
    await until(() => Promise.resolve(server.asked.length === 1 && server.open() === 0));
    await until(async () => (await answerIn(id))?.written === null);
    expect(await answerIn(id)).toMatchObject({ entryId: 'fp-001', question: known, written: null });
  });
});

it('are not asked for an entry that was chosen', async () => {
  server.behave(says('按规定办理[1]。'));
  const id = await insertChat(web.knex, taxpayer.id);
  await sayIn(web, id, taxpayer, { text: '', entryId: 'fp-001' });
  await until(async () => (await answerIn(id)) !== undefined);
  expect(server.asked).toEqual([]);
});

it('are not shown in part for ever', async () => {
  const id = await asked(misbehaviours.fails);
  const part = { text: '先登录', done: false, entries: [] };
  const messages = () => web.knex('chat_messages').where({ case_id: id, type: 'answer' });
  await messages().update({ data: web.knex.raw(`data || jsonb_build_object('written', ?::jsonb)`, [JSON.stringify(part)]) });
  expect((await answerIn(id))?.written?.text).toBe('先登录');
  await messages().update({ at: new Date(Date.now() - 3_600_000) });
  expect((await answerIn(id))?.written).toBeNull();
});
