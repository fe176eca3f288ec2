/** Changes of the knowledge, who finds what, and what is kept in memory. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { RegionFinders } from '../../robot/region-finders.ts';
import type { KnowledgeEntry, Robot, RobotAnswer, RobotContext } from '../../robot/robot.ts';
import { knowledgeVersion } from '../../db/knowledge/entries.ts';
import { seed } from '../../stack/demo/seed.ts';
import { testDatabase } from '../support/database.ts';
import { wordsRobot } from '../support/robot.ts';

const { knex, owner } = testDatabase();
const at = (day: string): number => Date.parse(`${day}T12:00:00+08:00`);
const context: RobotContext = { regionId: 'binhai', audience: null, now: at('2026-11-30') };
const question = '龙舟补贴怎么领';
let robot: Robot;

beforeAll(async () => {
  await seed(knex);
  robot = wordsRobot(knex);
}, 60_000);

const own = { region_id: 'binhai', id: 'boat' };
beforeEach(async () => {
  await knex('knowledge_entries').where({ id: own.id }).delete();
});
const insert = (values: object = {}) =>
  knex('knowledge_entries').insert({
    ...own,
    topic: '补贴',
    question: '龙舟补贴如何领取',
    answer: '线上申请。',
    audience: ['both'],
    ...values,
  });
const change = (values: object) => knex('knowledge_entries').where(own).update(values);

/** The entry that the robot gives, or offers first: by words alone it is seldom sure enough to give one. */
const firstOf = (answer: RobotAnswer): KnowledgeEntry | undefined => {
  switch (answer.kind) {
    case 'answer':
    case 'reply':
      return answer.entry;
    case 'choices':
      return answer.entries[0];
    case 'none':
      return undefined;
  }
};

/** The text of that entry, or `none`. */
const ask = async (changed: Partial<RobotContext> = {}, text = question): Promise<string> =>
  firstOf(await robot.answer(text, { ...context, ...changed }))?.answer ?? 'none';

describe('a change is known to the next question', () => {
  it('when an entry is added, changed, withdrawn, published again and deleted', async () => {
    expect(await ask()).toBe('none');
    await insert();
    expect(await ask()).toBe('线上申请。');
    await change({ answer: '到窗口申请。' });
    expect(await ask()).toBe('到窗口申请。');
    expect((await robot.entry('boat', context))?.version).toBe(2);
    await change({ status: 'withdrawn' });
    expect(await ask()).toBe('none');
    expect(await robot.entry('boat', context)).toBeNull();
    await change({ status: 'published' });
    expect(await ask()).toBe('到窗口申请。');
    await knex('knowledge_entries').where(own).delete();
    expect(await ask()).toBe('none');
  });

  it('when a wording is added, changed and deleted', async () => {
    await insert();
    const wordings = knex('knowledge_wordings').where({ region_id: 'binhai', entry_id: 'boat' });
    expect(await ask({}, '赛艇缆绳')).toBe('none');
    await knex('knowledge_wordings').insert({ region_id: 'binhai', entry_id: 'boat', wording: '赛艇缆绳' });
    expect(await ask({}, '赛艇缆绳')).toBe('线上申请。');
    await wordings.clone().update({ wording: '皮划艇桨架' });
    expect(await ask({}, '皮划艇桨架')).toBe('线上申请。');
    await wordings.clone().delete();
    expect(await ask({}, '皮划艇桨架')).toBe('none');
  });

  it('but for one that is not committed', async () => {
    const trx = await knex.transaction();
    await trx('knowledge_entries').insert({
      ...own,
      topic: '补贴',
      question: '龙舟补贴如何领取',
      answer: '线上申请。',
      audience: ['both'],
    });
    expect(await ask()).toBe('none');
    await trx.commit();
    expect(await ask()).toBe('线上申请。');
  });

  it('in the region of the change alone', async () => {
    const version = await knowledgeVersion(knex, 'yunling', 'words');
    await insert();
    expect(await knowledgeVersion(knex, 'yunling', 'words')).toEqual(version);
    expect(await ask({ regionId: 'yunling' })).toBe('none');
    expect(await ask({ regionId: 'nowhere' })).toBe('none');
  });

  it('also when many ask while the index is built', async () => {
    await insert();
    expect(new Set(await Promise.all(Array.from({ length: 20 }, () => ask())))).toEqual(new Set(['线上申请。']));
  });
});

describe('found is only', () => {
  it('what is valid on the day in Shanghai, the last day included', async () => {
    await insert({ valid_from: '2026-11-01', valid_to: '2026-11-30' });
    const days = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'];
    const said = [];
    for (const day of days) said.push(await ask({ now: at(day) }));
    expect(said).toEqual(['none', '线上申请。', '线上申请。', 'none']);
    expect(await ask({ now: Date.parse('2026-11-30T23:59:59+08:00') })).toBe('线上申请。');
    expect(await ask({ now: Date.parse('2026-12-01T00:00:00+08:00') })).toBe('none');
    expect(await robot.entry('boat', { ...context, now: at('2026-12-01') })).toBeNull();
    const later = await robot.search(question, { ...context, now: at('2026-12-01') }, 5);
    expect(later.map(({ id }) => id)).not.toContain('boat');
  });
});

it('of two entries that would do, the one for the audience comes first, and neither is hidden', async () => {
  await insert({ audience: ['enterprise'] });
  const other = {
    region_id: 'binhai',
    id: 'boat-person',
    topic: '补贴',
    question: '龙舟补贴如何领取',
    answer: '个人申请。',
    audience: ['natural-person'],
  };
  await knex('knowledge_entries').where({ id: other.id }).delete();
  await knex('knowledge_entries').insert(other);
  const firstFor = async (audience: RobotContext['audience']): Promise<string[]> =>
    (await robot.search(question, { ...context, audience }, 2)).map(({ id }) => id);
  expect(await firstFor('enterprise')).toEqual(['boat', 'boat-person']);
  expect(await firstFor('natural-person')).toEqual(['boat-person', 'boat']);
  await knex('knowledge_entries').where({ id: other.id }).delete();
  expect(await ask({ audience: 'natural-person' })).toBe('线上申请。');
});

describe('an answer', () => {
  it('has its sources, and the runners-up beside it', async () => {
    await insert({
      sources: JSON.stringify([{ title: '公告', number: '1号', date: '2026-01-01' }]),
    });
    const answer = await robot.answer(question, { ...context, audience: 'enterprise' });
    expect(firstOf(answer)).toMatchObject({ id: 'boat', sources: [{ title: '公告', number: '1号', date: '2026-01-01' }] });
    expect(answer.ranking).toHaveLength(3);
    expect(answer.ranking[0]?.id).toBe('boat');
  });

  it.each([
    ['traditional characters', '發票額度不夠了怎麼辦', 'fp-001'],
    ['blanks, full width and invisible characters', '发票　额度\u200b 不够了 怎么办', 'fp-001'],
    ['a typing error', '发票额渡不够了怎么办', 'fp-001'],
    ['politeness', '您好，麻烦请问一下，发票额度不够了怎么办呢？谢谢', 'fp-001'],
  ])('is found in spite of %s', async (_, text, id) => {
    expect(firstOf(await robot.answer(text, context))?.id).toBe(id);
  });

  it('is a choice where several entries fit', async () => {
    const answer = await robot.answer('印花税', context);
    expect(answer.kind === 'choices' && answer.entries.map(({ topic }) => topic)).toContain('其他税种');
    expect(answer.kind === 'choices' && answer.entries.length).toBeGreaterThan(1);
  });

  it.each(['', '   ', '？？？', '请问怎么办', '的'])('is none to %j, whatever an index holds of it', async (text) => {
    expect(await ask({}, text)).toBe('none');
  });

  it('takes well under 20 ms', async () => {
    const questions = Array.from({ length: 200 }, (_, i) => `第${String(i)}次问，发票额度不够了怎么办，数电票怎么红冲`);
    await ask();
    const begun = performance.now();
    for (const text of questions) await ask({}, text);
    expect((performance.now() - begun) / questions.length).toBeLessThan(20);
  });
});

it('seeding again changes nothing, nor what an editor has changed', async () => {
  await knex('knowledge_entries').where({ region_id: 'binhai', id: 'fp-001' }).update({ answer: '改过' });
  const version = await knowledgeVersion(knex, 'binhai', 'words');
  await seed(knex);
  expect(await knowledgeVersion(knex, 'binhai', 'words')).toEqual(version);
  expect((await robot.entry('fp-001', context))?.answer).toBe('改过');
});

describe('indexes in memory', () => {
  const finders = (mostEntries: number) =>
    new RegionFinders(knex, null, mostEntries, { onStale: () => undefined, onTrouble: () => undefined });

  it('are built once, and take in a change', async () => {
    const indexes = finders(1_000);
    const [one, other] = await Promise.all([indexes.of('binhai'), indexes.of('binhai')]);
    expect(other).toBe(one);
    await indexes.of('yunling');
    expect((await indexes.of('binhai')).finder.get('boat')).toBeUndefined();
    await insert();
    const after = await indexes.of('binhai');
    expect(after.finder).toBe(one.finder);
    expect(after.finder.get('boat')?.answer).toBe('线上申请。');
  });

  it('are built again after an import', async () => {
    const indexes = finders(1_000);
    const before = await indexes.of('binhai');
    const rows = Array.from({ length: 300 }, (_, at) => ({
      region_id: 'binhai',
      id: `many-${String(at)}`,
      topic: '补贴',
      question: `第${String(at)}号补贴`,
      answer: '线上申请。',
      audience: ['both'],
    }));
    await knex('knowledge_entries').insert(rows);
    const after = await indexes.of('binhai');
    expect(after.finder).not.toBe(before.finder);
    expect(after.finder.size).toBe(before.finder.size + rows.length);
    await knex('knowledge_entries').where('id', 'like', 'many-%').delete();
  });

  it('make room for the region in use, the least recently used first', async () => {
    const indexes = finders(1);
    const binhai = await indexes.of('binhai');
    expect(await indexes.of('binhai')).toBe(binhai);
    await indexes.of('yunling');
    expect(await indexes.of('binhai')).not.toBe(binhai);
  });

  it('are tried again after a failure', async () => {
    await owner.raw('ALTER TABLE knowledge_wordings RENAME TO elsewhere');
    const indexes = finders(1_000);
    await expect(indexes.of('binhai')).rejects.toThrow('knowledge_wordings');
    await owner.raw('ALTER TABLE elsewhere RENAME TO knowledge_wordings');
    expect((await indexes.of('binhai')).finder.size).toBeGreaterThan(100);
  });
});
