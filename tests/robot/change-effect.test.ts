/** What a change is said to change in the answers is what it changes when it is published. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { publishedKnowledge, type KnowledgeRow } from '../../db/knowledge/entries.ts';
import { createRemoteRobot, type RemoteRobot } from '../../robot/remote.ts';
import type { EntryChange, WrittenEntry } from '../../robot/robot.ts';
import { seed } from '../../stack/demo/seed.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
let robot: RemoteRobot;
let rows: Map<string, KnowledgeRow>;
beforeAll(async () => {
  await seed(database.knex);
  robot = createRemoteRobot({ databaseUrl: database.url, learns: false, effectMs: 50_000 }, (error) => {
    throw error;
  });
  await robot.prepare('binhai');
  rows = new Map((await publishedKnowledge(database.knex, 'binhai')).map((row) => [row.id, row]));
}, 60_000);
afterAll(() => robot.stop());

const context = { regionId: 'binhai', audience: null, now: Date.UTC(2026, 10, 30) } as const;
const written = (id: string): WrittenEntry => {
  const row = rows.get(id);
  if (row === undefined) throw new Error(`${id} is not in the demo`);
  const { id: _i, version: _v, ...entry } = row;
  return entry;
};
const effect = (id: string, entry: WrittenEntry | null, questions: string[] = []) =>
  robot.effect({ regionId: 'binhai', id, entry, questions, now: context.now } satisfies EntryChange);
const oddities = ['划龙舟有没有补贴', '龙舟下水要交税吗', '公司买龙舟能抵扣吗'];

describe('the effect of a change', () => {
  it('is none when nothing changes', async () => {
    const found = await effect('fp-001', written('fp-001'));
    expect(found).toMatchObject({ source: 'meaning', all: true, changed: 0, changes: [] });
    expect(found.asked).toBeGreaterThan(900);
    expect(found.after).toEqual(found.before);
    expect(found.before.right + found.before.offered).toBeGreaterThan(0.85);
    expect(found.before.wrong).toBeLessThan(0.05);
  }, 60_000);

  it('is worse for the wordings of an entry that is taken back', async () => {
    const { changes, changed } = await effect('fp-001', null);
    const own = changes.filter((change) => change.own?.id === 'fp-001');
    expect(own.length).toBeGreaterThan(4);
    expect(own.every(({ verdict }) => verdict === 'worse' || verdict === 'same')).toBe(true);
    expect(own.flatMap(({ after }) => after.entries.map(({ id }) => id))).not.toContain('fp-001');
    expect(changed).toBeGreaterThanOrEqual(own.length);
  }, 60_000);

  it('names what an entry takes from its neighbours', async () => {
    const { wordings } = written('fp-001');
    const thief = { ...written('hd-007'), wordings: [...written('hd-007').wordings, ...wordings] };
    const { changes, before, after } = await effect('hd-007', thief);
    expect(changes.filter(({ own, verdict }) => own?.id === 'fp-001' && verdict === 'worse').length).toBeGreaterThan(0);
    expect(after.right).toBeLessThan(before.right);
  }, 60_000);

  it('is what is answered when it is published', async () => {
    const entry: WrittenEntry = {
      ...written('fp-001'),
      topic: '补贴',
      question: '龙舟补贴如何领取',
      answer: '购买龙舟的单位可以到窗口领取补贴。',
      keywords: ['龙舟', '龙舟补贴'],
      related: [],
      wordings: ['划龙舟有补助吗', '买龙舟国家给钱吗', '赛龙舟的补贴在哪领', '龙舟补助怎么申请', '端午龙舟队补贴', '龙舟补贴去哪办'],
    };
    const questions = [...oddities, '发票额度不够了怎么办', '怎么注销公司'];
    const told = await effect('boat-1', entry, questions);
    expect(told.changes.filter(({ own }) => own === null).map(({ question }) => question)).toContain(oddities[0]);
    const predicted = new Map(told.changes.map(({ question, after }) => [question, after]));
    const before = await Promise.all(questions.map((question) => robot.answer(question, context)));
    await database.knex('knowledge_entries').insert({
      region_id: 'binhai',
      id: 'boat-1',
      topic: entry.topic,
      question: entry.question,
      answer: entry.answer,
      keywords: entry.keywords,
      audience: entry.audience,
      status: 'published',
    });
    await database
      .knex('knowledge_wordings')
      .insert(entry.wordings.map((wording) => ({ region_id: 'binhai', entry_id: 'boat-1', wording })));
    for (const [at, question] of questions.entries()) {
      const { kind } = await robot.answer(question, context);
      expect([question, kind]).toEqual([question, predicted.get(question)?.kind ?? before[at]?.kind]);
    }
  }, 60_000);
});
