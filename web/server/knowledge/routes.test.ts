import { beforeAll, expect, it } from '@jest/globals';

import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb();

const people: Record<string, Who> = {};
beforeAll(async () => {
  for (const login of ['agent1', 'agent6', 'supervisor1', 'admin']) people[login] = await web.officer(login);
});

const search = (query: string, as: Who | undefined = people['agent1']) =>
  web.ask('GET', `/api/knowledge?query=${encodeURIComponent(query)}`, { as: as ?? {} });
const ids = ({ body }: { body: Record<string, unknown> }) => (body['items'] as { id: string }[]).map(({ id }) => id);
const faults = ({ body }: { body: Record<string, unknown> }) => (body['error'] as { fields?: unknown }).fields;

it('finds entries with all that an officer needs to answer by', async () => {
  const { status, body } = await search('税控设备怎么注销');
  expect(status).toBe(200);
  expect((body['items'] as unknown[])[0]).toMatchObject({
    id: 'fp-024',
    version: 1,
    topic: '发票',
    question: '税控设备（金税盘、税控盘、税务UKey）注销清卡',
    counterOnly: true,
    verified: true,
    validFrom: null,
    validTo: null,
  });
});

it('finds nothing for what no entry is about, and gives 20 at most', async () => {
  expect(ids(await search('世界杯谁赢了'))).toEqual([]);
  expect(ids(await search('%'))).toEqual([]);
  expect(ids(await search('发票申报退税怎么办理'))).toHaveLength(20);
});

it('finds the entries of the own region', async () => {
  await web.knex('knowledge_entries').insert({
    id: 'only-yunling',
    region_id: 'yunling',
    topic: '登记',
    question: '云岭山茶种植户税务登记',
    answer: '到云岭市办税服务厅办理。',
    audience: ['both'],
  });
  expect(ids(await search('山茶种植户登记', people['agent6']))[0]).toBe('only-yunling');
  expect(ids(await search('山茶种植户登记'))).not.toContain('only-yunling');
});

it('needs a text of reasonable length', async () => {
  for (const query of ['', '  ', '\u200b', '税'.repeat(201)]) expect([query, (await search(query)).status]).toEqual([query, 422]);
  expect(faults(await search(' '))).toMatchObject([{ path: 'query', code: 'required' }]);
  expect((await search('税'.repeat(200))).status).toBe(200);
});

it('is for officers of every role', async () => {
  for (const login of ['supervisor1', 'admin']) expect((await search('发票', people[login])).status).toBe(200);
  expect((await search('发票', await web.taxpayer('zhao-min'))).status).toBe(403);
  expect((await search('发票', {})).status).toBe(401);
});
