import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import { eventually } from '../../../tests/support/message.ts';

const web = testWeb({ workers: true });

type Person = Who & { id: string };
let taxpayer: Person;
const officers: Record<string, Person> = {};

beforeAll(async () => {
  taxpayer = await web.taxpayer('li-xue-whale');
  for (const login of ['agent1', 'agent2', 'agent4', 'supervisor1', 'supervisor2', 'admin']) officers[login] = await web.officer(login);
  await web.knex('officers').update({ status: 'away' });
}, 60_000);

const officer = (login: string): Person => officers[login] ?? ({} as never);
const errorOf = ({ body }: Answer) => body['error'] as { code: string; fields?: { path: string }[] };

async function submit(): Promise<string> {
  const id = randomUUID();
  const { status } = await web.ask('PUT', `/api/messages/${id}`, {
    as: taxpayer,
    body: { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '请问电子发票红冲以后如何重新开具?', reminder: 'inbox' },
  });
  expect(status).toBe(200);
  return id;
}
async function several(count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push(...(await Promise.all(Array.from({ length: Math.min(5, count - ids.length) }, submit))));
  return ids;
}
const start = (id: string, as: Who, body: object) => web.ask('PUT', `/api/bulk-reassignments/${id}`, { as, body });
const finished = (id: string, as: Who) =>
  eventually(
    async () => (await web.ask('GET', `/api/bulk-reassignments/${id}`, { as })).body,
    ({ finishedAt }) => finishedAt !== null,
  );
const holders = async (ids: string[]) => await web.knex('cases').whereIn('id', ids).pluck<(string | null)[]>('assignee_id');

describe('giving many cases to an officer', () => {
  it('gives each of them, tells of each, and does so once', async () => {
    const ids = await several(60);
    const id = randomUUID();
    const body = { officerId: officer('agent2').id, caseIds: ids, note: '统一由专人处理' };
    const answer = await start(id, officer('supervisor1'), body);
    expect(answer).toMatchObject({ status: 200, body: { id, total: 60 } });
    expect(await finished(id, officer('supervisor1'))).toMatchObject({ total: 60, done: 60, refused: 0 });
    expect(new Set(await holders(ids))).toEqual(new Set([officer('agent2').id]));

    expect((await start(id, officer('supervisor1'), body)).status).toBe(200);
    const events = await web.knex('case_events').whereIn('case_id', ids).where({ type: 'reassigned' });
    expect(events).toHaveLength(60);
  });

  it('says of each that could not be given why, and gives the others', async () => {
    const [closed, held, free] = await several(3);
    const command = (id = '', type: string, as: Who, body: object = {}) =>
      web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() });
    await command(closed, 'withdraw', taxpayer);
    await command(held, 'claim', officer('agent2'));
    const id = randomUUID();
    await start(id, officer('supervisor1'), { officerId: officer('agent2').id, caseIds: [closed, held, free] });
    expect(await finished(id, officer('supervisor1'))).toMatchObject({
      done: 1,
      refused: 2,
      items: [
        { caseId: closed, outcome: 'refused', sentence: expect.stringContaining('已') },
        { caseId: held, outcome: 'refused', sentence: '这件事项已经由所选人员承办。' },
        { caseId: free, outcome: 'done', sentence: null },
      ],
    });
  });

  it.each<[string, string, object, number, string]>([
    ['an agent', 'agent1', {}, 403, 'not-allowed'],
    ['an administrator', 'admin', {}, 403, 'not-allowed'],
    ['the supervisor of another centre', 'supervisor2', {}, 422, 'invalid-request'],
    ['to an officer of another centre', 'supervisor1', { officerId: 'agent4' }, 422, 'officer-unknown'],
    ['nothing', 'supervisor1', { caseIds: [] }, 422, 'invalid-request'],
    ['over a thousand', 'supervisor1', { caseIds: Array.from({ length: 1_001 }, () => randomUUID()) }, 422, 'invalid-request'],
  ])('is refused: %s', async (_, who, change, status, code) => {
    const caseIds = await several(2);
    const body = { officerId: officer('agent2').id, caseIds, ...change };
    if (body.officerId === 'agent4') body.officerId = officer('agent4').id;
    const id = randomUUID();
    const answer = await start(id, officer(who), body);
    expect([answer.status, errorOf(answer).code]).toEqual([status, code]);
    expect(await web.knex('bulk_runs').where({ id })).toEqual([]);
  });

  it('names every case that is twice in it, or somebody else’s', async () => {
    const [mine] = await several(1);
    const twice = await start(randomUUID(), officer('supervisor1'), { officerId: officer('agent2').id, caseIds: [mine, mine] });
    expect(errorOf(twice).code).toBe('invalid-request');
    const unknown = await start(randomUUID(), officer('supervisor1'), { officerId: officer('agent2').id, caseIds: [mine, randomUUID()] });
    expect(errorOf(unknown).fields).toMatchObject([{ path: 'caseIds.1' }]);
  });

  it('the same run with other cases is refused, and nobody else can look at it', async () => {
    const [one, other] = await several(2);
    const id = randomUUID();
    await start(id, officer('supervisor1'), { officerId: officer('agent2').id, caseIds: [one] });
    const again = await start(id, officer('supervisor1'), { officerId: officer('agent2').id, caseIds: [other] });
    expect(errorOf(again).code).toBe('key-reused');
    expect((await web.ask('GET', `/api/bulk-reassignments/${id}`, { as: officer('supervisor2') })).status).toBe(404);
  });
});
