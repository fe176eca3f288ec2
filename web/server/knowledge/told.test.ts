/** What a taxpayer was told on a day stays as it was told, whatever is published afterwards. */
import { randomUUID } from 'node:crypto';

import { beforeAll, expect, it } from '@jest/globals';

import { insertChat } from '../../../tests/support/chat.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import { sendMessage } from '../../../db/chat/messages.ts';
import { dayOf } from '../../../domain/knowledge.ts';
import type { Told } from '../../api/told.ts';

const web = testWeb({ answerTimes: { sweepEveryMs: 3_600_000, leftMs: 0 } });
const today = dayOf(Date.now());
const entry = { region_id: 'binhai', id: 'fp-001' };

let taxpayer: Who & { id: string };
let supervisor: Who;
let caseId: string;
beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
  supervisor = await web.officer('supervisor1');
  caseId = await insertChat(web.knex, taxpayer.id);
});

const told = async (day = today, as: Who = supervisor, taxpayerId = taxpayer.id) => {
  const answer = await web.ask('GET', `/api/supervision/told?taxpayerId=${taxpayerId}&day=${day}`, { as });
  expect(answer.status).toBe(200);
  return (answer.body as unknown as Told).items;
};
async function asks(body: string): Promise<void> {
  await sendMessage(web.knex, {
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
  await web.answers.sweep();
}

it('is told by the version and the text of that day', async () => {
  const { answer: first } = await web.knex('knowledge_entries').where(entry).first<{ answer: string }>('answer');
  await asks('发票总额度不足，如何申请调整');
  expect(await told()).toMatchObject([
    { caseId, speaker: 'robot', asked: '发票总额度不足，如何申请调整', entryId: 'fp-001', version: 1, answer: first, versionNow: 1 },
  ]);
  await web.knex('knowledge_entries').where(entry).update({ answer: '已改为网上办理。' });
  await asks('发票总额度不足，如何申请调整');
  expect((await told()).map(({ version, answer, versionNow }) => [version, answer, versionNow])).toEqual([
    [1, first, 2],
    [2, '已改为网上办理。', 2],
  ]);
  await web.knex('knowledge_entries').where(entry).update({ status: 'withdrawn' });
  expect((await told()).map(({ versionNow }) => versionNow)).toEqual([null, null]);
  expect((await told()).every(({ publishedAt }) => publishedAt !== null)).toBe(true);
});

it('is of that day alone, in Shanghai', async () => {
  const day = (at: string) => web.knex('chat_messages').where({ case_id: caseId, type: 'answer' }).update({ at });
  await day('2099-03-01T15:59:59Z');
  expect([(await told('2099-03-01')).length > 0, (await told('2099-03-02')).length]).toEqual([true, 0]);
  await day('2099-03-01T16:00:00Z');
  expect([(await told('2099-03-01')).length, (await told('2099-03-02')).length > 0]).toEqual([0, true]);
});

it('is told to the supervisors of the centre, and audited without what was said', async () => {
  expect(await told('2099-03-02', await web.officer('supervisor2'))).toEqual([]);
  for (const login of ['agent1', 'admin', 'editor1'])
    expect(
      (await web.ask('GET', `/api/supervision/told?taxpayerId=${taxpayer.id}&day=${today}`, { as: await web.officer(login) })).status,
    ).toBe(403);
  expect(await told(today, supervisor, randomUUID())).toEqual([]);
  const looks = await web.knex('audit_log').where({ object_kind: 'told', object_id: taxpayer.id }).select<{ detail: object }[]>('detail');
  expect(looks.map(({ detail }) => detail)).toContainEqual({ day: '2099-03-01', cases: [caseId] });
  expect(JSON.stringify(looks)).not.toContain('额度');
});
