import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { testDatabase } from '../../../tests/support/database.ts';
import { codeOf, deskServer, type Ask, type DeskServer } from '../../../tests/support/desk-web.ts';
import { populate } from '../../../tests/support/people.ts';
import { maxCannedReplies, maxCannedTitleLength } from '../../../domain/canned-replies.ts';
import type { CannedReply } from '../../api/conversation/canned-replies.ts';

const { knex } = testDatabase();
let server: DeskServer;
let agent: Ask;
let colleague: Ask;
let supervisor: Ask;
let stranger: Ask;

beforeAll(async () => {
  const people = await populate(knex);
  server = await deskServer(knex);
  [agent, colleague, supervisor, stranger] = (await Promise.all(
    [people.east[0], people.east[1], people.supervisor, people.west[0]].map((id) => server.officer(id)),
  )) as [Ask, Ask, Ask, Ask];
});
afterAll(() => server.close());
beforeEach(() => knex('canned_replies').delete());

const keep = (as: Ask, id: string, change: object = {}) =>
  as('PUT', `/api/desk/canned-replies/${id}`, { scope: 'own', title: '问候', body: '{taxpayer}您好', ...change });
const remove = (as: Ask, id: string) => as('DELETE', `/api/desk/canned-replies/${id}`);
const kept = async (as: Ask) => (await as<{ items: CannedReply[] }>('GET', '/api/desk/canned-replies')).body.items;

describe('an officer’s own reply', () => {
  it('is kept, changed and deleted by them alone', async () => {
    const id = randomUUID();
    expect((await keep(agent, id)).status).toBe(201);
    expect((await keep(agent, id, { title: '结束语' })).status).toBe(200);
    expect(await kept(agent)).toEqual([{ id, scope: 'own', title: '结束语', body: '{taxpayer}您好' }]);
    for (const other of [colleague, supervisor, stranger]) {
      expect(await kept(other)).toEqual([]);
      expect((await keep(other, id, { body: '别人的' })).status).toBe(404);
      expect((await remove(other, id)).status).toBe(404);
    }
    expect((await remove(agent, id)).status).toBe(204);
    expect((await remove(agent, id)).status).toBe(404);
  });
});

describe('a centre’s reply', () => {
  it('is kept by a supervisor and used by all officers of the centre', async () => {
    const [own, shared] = [randomUUID(), randomUUID()];
    expect((await keep(supervisor, shared, { scope: 'centre', title: '甲' })).status).toBe(201);
    await keep(agent, own, { title: '乙' });
    expect((await kept(agent)).map(({ id, scope }) => [id, scope])).toEqual([
      [own, 'own'],
      [shared, 'centre'],
    ]);
    expect((await kept(colleague)).map(({ id }) => id)).toEqual([shared]);
    expect(await kept(stranger)).toEqual([]);
  });

  it('is not an agent’s to change', async () => {
    const id = randomUUID();
    await keep(supervisor, id, { scope: 'centre' });
    for (const answer of [
      await keep(agent, randomUUID(), { scope: 'centre' }),
      await keep(agent, id, { scope: 'centre' }),
      await remove(agent, id),
    ])
      expect([answer.status, codeOf(answer)]).toEqual([403, 'not-allowed']);
    expect((await keep(agent, id)).status).toBe(404);
    expect(await kept(colleague)).toHaveLength(1);
    const noted = await knex('audit_log').where({ object_kind: 'canned-reply', object_id: id }).pluck<string[]>('action');
    expect(noted).toEqual(['keep']);
  });
});

describe('is refused', () => {
  it.each([
    ['no title', { title: ' ' }],
    ['a long title', { title: '长'.repeat(maxCannedTitleLength + 1) }],
    ['no text', { body: ' ' }],
    ['a text that cannot be stored', { body: 'a\u0000b' }],
  ])('%s', async (_, change) => {
    expect((await keep(agent, randomUUID(), change)).status).toBe(422);
    expect(await kept(agent)).toEqual([]);
  });

  it('one more than fits, also of several at the same moment', async () => {
    const { id: officerId, centre_id } = await knex('officers')
      .where({ role: 'agent', centre_id: 'east' })
      .orderBy('id')
      .first<{ id: string; centre_id: string }>();
    const as = await server.officer(officerId);
    await knex('canned_replies').insert(
      Array.from({ length: maxCannedReplies - 1 }, (_, n) => ({
        id: randomUUID(),
        centre_id,
        officer_id: officerId,
        title: String(n),
        body: 'x',
      })),
    );
    const answers = await Promise.all([1, 2, 3].map(() => keep(as, randomUUID())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422, 422]);
    expect(answers.flatMap((answer) => (answer.status === 422 ? [codeOf(answer)] : []))).toEqual([
      'canned-replies-too-many',
      'canned-replies-too-many',
    ]);
  });
});
