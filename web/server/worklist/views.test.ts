/** Saved views of the worklist. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { testDatabase } from '../../../tests/support/database.ts';
import { populate, type People } from '../../../tests/support/people.ts';
import type { SavedViewsAnswer } from '../../api/views.ts';
import { codeOf, deskServer, type Answer, type Ask, type DeskServer } from '../../../tests/support/desk-web.ts';

const { knex } = testDatabase();
let people: People;
let server: DeskServer;
let agent: Ask;
let colleague: Ask;

beforeAll(async () => {
  people = await populate(knex);
  server = await deskServer(knex);
  agent = await server.officer(people.east[0]);
  colleague = await server.officer(people.east[1]);
});
afterAll(() => server.close());
beforeEach(() => knex('saved_views').delete());

const keep = (id: string, change: object = {}, as = agent) =>
  as('PUT', `/api/desk/views/${id}`, { name: '我的工单', view: 'mine', ...change });
const kept = async (as = agent) => (await as<SavedViewsAnswer>('GET', '/api/desk/views')).body.items;
const fieldsOf = ({ body }: Answer) => (body['error'] as { fields?: { path: string; code: string }[] }).fields;

async function several(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  for (const [n, id] of ids.entries()) expect((await keep(id, { name: `视图 ${String(n)}` })).status).toBe(201);
  return ids;
}

describe('a saved view', () => {
  it('is kept as it was given, and is there for the officer wherever they sign in', async () => {
    const id = randomUUID();
    const filters = {
      kind: 'work-order',
      typeId: 'quota',
      assigneeId: 'nobody',
      status: 'in-progress',
      what: 'urged',
      from: '2026-05-01',
      q: '海燕',
    };
    const body = { name: '海燕的额度', view: 'centre', sort: 'activity', filters };
    expect(await keep(id, body)).toMatchObject({ status: 201, body: { id, ...body } });
    expect(await kept(await server.officer(people.east[0]))).toEqual([{ id, ...body }]);
  });

  it('needs a name and a part; the rest is everything', async () => {
    const id = randomUUID();
    await keep(id, { name: '  我的工单 ' });
    expect(await kept()).toEqual([{ id, name: '我的工单', view: 'mine', sort: 'due', filters: {} }]);
  });

  it('stays one when it is sent again, and takes another name and other filters', async () => {
    const id = randomUUID();
    expect((await keep(id)).status).toBe(201);
    expect((await keep(id)).status).toBe(200);
    expect((await keep(id, { name: '超时的留言', view: 'overdue', filters: { kind: 'message' } })).status).toBe(200);
    expect(await kept()).toEqual([{ id, name: '超时的留言', view: 'overdue', sort: 'due', filters: { kind: 'message' } }]);
  });

  it('goes on naming a type that is withdrawn', async () => {
    const id = randomUUID();
    await keep(id, { filters: { typeId: 'refund' } });
    await knex('case_types').where({ id: 'refund' }).update({ active: false });
    expect(await kept()).toMatchObject([{ filters: { typeId: 'refund' } }]);
    expect((await keep(id, { filters: { typeId: 'refund' }, name: '退税' })).status).toBe(200);
    expect((await agent('GET', '/api/worklist?typeId=refund')).status).toBe(200);
  });

  it('is deleted, once', async () => {
    const [one = '', other = ''] = await several(2);
    expect((await agent('DELETE', `/api/desk/views/${one}`)).status).toBe(204);
    expect((await kept()).map(({ id }) => id)).toEqual([other]);
    const again = await agent('DELETE', `/api/desk/views/${one}`);
    expect([again.status, codeOf(again)]).toEqual([404, 'not-found']);
  });
});

describe('is refused', () => {
  it.each<[string, object, string, string, string]>([
    ['no name', { name: ' ' }, 'invalid-request', 'name', 'required'],
    ['a name of 31 characters', { name: '长'.repeat(31) }, 'invalid-request', 'name', 'too-long'],
    ['no part', { view: undefined }, 'invalid-request', 'view', 'required'],
    ['a part that there is not', { view: 'everything' }, 'invalid-request', 'view', 'not-a-choice'],
    ['a kind that there is not', { filters: { kind: 'letter' } }, 'invalid-request', 'filters.kind', 'not-a-choice'],
    ['a text that is too long', { filters: { q: 'x'.repeat(101) } }, 'invalid-request', 'filters.q', 'too-long'],
    ['a text that cannot be stored', { filters: { q: 'a\u0000b' } }, 'invalid-request', 'filters.q', 'invalid'],
    ['a type that there is not', { filters: { typeId: 'nothing' } }, 'type-unknown', 'filters.typeId', 'not-a-choice'],
    ['a type of another kind', { filters: { kind: 'work-order', typeId: 'invoice' } }, 'type-unknown', 'filters.typeId', 'not-a-choice'],
  ])('%s', async (_, change, code, path, fieldCode) => {
    const answer = await keep(randomUUID(), change);
    expect([answer.status, codeOf(answer)]).toEqual([422, code]);
    expect(fieldsOf(answer)).toMatchObject([{ path, code: fieldCode }]);
    expect(await kept()).toEqual([]);
  });

  it('a type of another region', async () => {
    await knex('regions').insert({ id: 'elsewhere', name: '外地', name_en: 'Elsewhere' });
    await knex('case_types').insert({ id: 'foreign', kind: 'message', region_id: 'elsewhere', name: '外', name_en: 'Foreign' });
    expect(codeOf(await keep(randomUUID(), { filters: { typeId: 'foreign' } }))).toBe('type-unknown');
  });

  it('a name that the officer has used, but not one of 30 characters, nor one that a colleague has', async () => {
    const name = '🧾'.repeat(30);
    expect((await keep(randomUUID(), { name })).status).toBe(201);
    const taken = await keep(randomUUID(), { name: ` ${name} ` });
    expect([taken.status, codeOf(taken)]).toEqual([422, 'view-name-taken']);
    expect(fieldsOf(taken)).toMatchObject([{ path: 'name', code: 'taken' }]);
    expect((await keep(randomUUID(), { name }, colleague)).status).toBe(201);
  });

  it('the 21st, also of many at the same moment; one of the twenty can still be changed', async () => {
    const [first = ''] = await several(18);
    const answers = await Promise.all([1, 2, 3, 4].map((n) => keep(randomUUID(), { name: `同时 ${String(n)}` })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 422, 422]);
    const refused = answers.filter(({ status }) => status === 422);
    expect(refused.map((answer) => codeOf(answer))).toEqual(['views-too-many', 'views-too-many']);
    expect(JSON.stringify(refused[0]?.body)).toContain('20');
    expect(await kept()).toHaveLength(20);
    expect((await keep(first, { name: '改名' })).status).toBe(200);
  });
});

describe('the order', () => {
  it('is that in which they were kept, until another is wished for', async () => {
    const [a = '', b = '', c = ''] = await several(3);
    expect((await kept()).map(({ id }) => id)).toEqual([a, b, c]);
    const answer = await agent<SavedViewsAnswer>('PUT', '/api/desk/views', { ids: [c, a, b] });
    expect([answer.status, answer.body.items.map(({ id }) => id)]).toEqual([200, [c, a, b]]);
    expect((await kept()).map(({ id }) => id)).toEqual([c, a, b]);
    await keep(b, { name: '改名' });
    const d = randomUUID();
    await keep(d, { name: '新的' });
    expect((await kept()).map(({ id }) => id)).toEqual([c, a, b, d]);
  });

  it('puts those that are not named after the others', async () => {
    const [a = '', b = '', c = ''] = await several(3);
    await agent('PUT', '/api/desk/views', { ids: [c] });
    expect((await kept()).map(({ id }) => id)).toEqual([c, a, b]);
  });

  it('is refused with what is twice in it, or is not the officer’s', async () => {
    const [a = '', b = ''] = await several(2);
    const foreign = randomUUID();
    await keep(foreign, {}, colleague);
    expect(fieldsOf(await agent('PUT', '/api/desk/views', { ids: [a, a] }))).toMatchObject([{ path: 'ids', code: 'duplicate' }]);
    const answer = await agent('PUT', '/api/desk/views', { ids: [b, foreign, a, randomUUID()] });
    expect([answer.status, fieldsOf(answer)]).toMatchObject([422, [{ path: 'ids.1' }, { path: 'ids.3' }]]);
    expect((await kept()).map(({ id }) => id)).toEqual([a, b]);
  });
});

describe('whose they are', () => {
  it('a colleague sees, changes and deletes none of them', async () => {
    const [id = ''] = await several(1);
    expect(await kept(colleague)).toEqual([]);
    const changed = await keep(id, { name: '别人的' }, colleague);
    expect([changed.status, codeOf(changed)]).toEqual([404, 'not-found']);
    expect((await colleague('DELETE', `/api/desk/views/${id}`)).status).toBe(404);
    expect(await kept()).toMatchObject([{ id, name: '视图 0' }]);
  });

  it('a supervisor has some as well; an administrator, a taxpayer and a stranger have none', async () => {
    const supervisor = await server.officer(people.supervisor);
    expect((await keep(randomUUID(), {}, supervisor)).status).toBe(201);
    const [administrator] = await knex('officers')
      .insert({ region_id: 'region', role: 'administrator', login: randomUUID(), name: 'administrator', password_hash: '-' })
      .returning<{ id: string }[]>('id');
    const others: [Ask, string][] = [
      [await server.officer(administrator?.id ?? ''), 'not-allowed'],
      [await server.taxpayer(people.taxpayer), 'not-allowed'],
      [server.stranger, 'not-signed-in'],
    ];
    for (const [as, code] of others) {
      expect(codeOf(await as('GET', '/api/desk/views'))).toBe(code);
      expect(codeOf(await keep(randomUUID(), {}, as))).toBe(code);
      expect(codeOf(await as('PUT', '/api/desk/views', { ids: [] }))).toBe(code);
      expect(codeOf(await as('DELETE', `/api/desk/views/${randomUUID()}`))).toBe(code);
    }
    expect(await knex('saved_views')).toHaveLength(1);
  });
});
