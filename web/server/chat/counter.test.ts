/** Matters that are handled at a counter only are answered with where to go (B9). */
import { beforeAll, expect, it } from '@jest/globals';

import { insertChat, sayIn } from '../../../tests/support/chat.ts';
import { setInRegion } from '../../../tests/support/always-open.ts';
import { until } from '../../../tests/support/live-server.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import type { ChatContent } from '../../api/chat.ts';

const web = testWeb({ answerTimes: { sweepEveryMs: 3_600_000, leftMs: 0 } });
let taxpayer: Who & { id: string };
beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
});

type Answer = Extract<ChatContent, { type: 'answer' }>;
async function answerTo(entryId: string): Promise<{ id: string; answer: Answer }> {
  const id = await insertChat(web.knex, taxpayer.id);
  await sayIn(web, id, taxpayer, { text: '', entryId });
  const contents = async () =>
    ((await web.ask('GET', `/api/cases/${id}/chat?after=0`, { as: taxpayer })).body['messages'] as { content: ChatContent }[]).map(
      ({ content }) => content,
    );
  await until(async () => (await contents()).some(({ type }) => type === 'answer'));
  return { id, answer: (await contents()).find(({ type }) => type === 'answer') as Answer };
}

it.each([
  ['税控设备注销清卡', 'fp-024'],
  ['D级纳税人发票领用', 'fp-029'],
  ['非正常户解除', 'dj-008'],
  ['POS刷卡扣款', 'dz-021'],
])('%s is found, and answered with the bureau, its address and hours', async (text, entryId) => {
  const { body } = await web.ask('POST', '/api/robot/ask', { as: taxpayer, body: { text } });
  expect((body['ranking'] as { id: string }[])[0]?.id).toBe(entryId);
  const { answer } = await answerTo(entryId);
  expect(answer).toMatchObject({
    counterOnly: true,
    counter: {
      place: null,
      hall: {
        name: '国家税务总局滨海市税务局',
        address: '滨海市海河路 66 号市民中心二楼 A 区',
        hours: [
          {
            from: 1,
            to: 5,
            spans: [
              { from: '09:00', to: '12:00' },
              { from: '13:30', to: '17:00' },
            ],
          },
        ],
      },
    },
  });
});

it('says what was told that day, after the bureau has moved, also in the download', async () => {
  await web.knex('knowledge_entries').where({ region_id: 'binhai', id: 'fp-026' }).update({ where_to_go: '一楼 3 号窗口' });
  const { id } = await answerTo('fp-026');
  await setInRegion(web.knex, 'hall.address', '新址');
  const answer = await web.ask('GET', `/api/cases/${id}/chat/download?format=text&lang=zh-CN`, { as: taxpayer });
  expect(String(answer.body['text'])).toContain(
    '办理地点：一楼 3 号窗口\r\n您的主管税务机关：国家税务总局滨海市税务局\r\n地址：滨海市海河路 66 号',
  );
  expect(String(answer.body['text'])).toContain('办公时间：周一至周五 09:00–12:00 13:30–17:00');
});

it('a matter that is handled online says nothing of a counter', async () => {
  expect((await answerTo('fp-001')).answer).toMatchObject({ counterOnly: false, counter: null });
});
