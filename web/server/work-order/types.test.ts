import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { StageSpec, WorkOrderDefinition } from '../../../domain/work-order/type.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import type { OrderType, OrderTypeBody } from '../../api/work-order/types.ts';
import { codeOf } from '../../../tests/support/desk-web.ts';

const web = testWeb();
let admin: Who;
let agent: Who;
let id: string;

beforeAll(async () => {
  admin = await web.officer('admin');
  agent = await web.officer('agent1');
});
beforeEach(() => {
  id = `binhai-${randomUUID()}`;
});

const stage = (key: string, rest: Partial<StageSpec> = {}): StageSpec => ({
  key,
  name: key,
  nameEn: key,
  groupId: 'binhai-1-handle',
  limitMinutes: 480,
  backTo: [],
  tellTaxpayer: false,
  finish: 'nobody',
  terminable: true,
  ...rest,
});
const definition = (rest: Partial<WorkOrderDefinition> = {}): WorkOrderDefinition => ({
  fields: [{ key: 'kind', name: '类型', nameEn: 'Kind', kind: 'choice', required: true, choices: ['甲', '乙'] }],
  papers: [{ key: 'proof', name: '证明', nameEn: 'Proof', required: false }],
  stages: [stage('accept'), stage('handle', { backTo: ['accept'], finish: 'holder' })],
  ...rest,
});
const wanted = (rest: Partial<OrderTypeBody> = {}): OrderTypeBody => ({
  name: '跨区迁移',
  nameEn: 'Moving districts',
  active: true,
  definition: definition(),
  ...rest,
});

const put = (body: unknown, as: Who = admin, of = id): Promise<Answer> => web.ask('PUT', `/api/work-order-types/${of}`, { as, body });
const list = async (as: Who = admin, headers: Who = {}) => {
  const answer = await web.ask('GET', '/api/work-order-types', { as, headers });
  expect(answer.status).toBe(200);
  return answer.body as unknown as { items: OrderType[]; groups: { id: string; name: string; centre: string; members: number }[] };
};
const listed = async (as: Who, of = id): Promise<OrderType | undefined> => (await list(as)).items.find((type) => type.id === of);
const versions = (): Promise<{ version: number; definition: WorkOrderDefinition; created_by: string | null }[]> =>
  web.knex('type_versions').select('version', 'definition', 'created_by').where({ type_id: id }).orderBy('version');
const audited = (): Promise<Record<string, unknown>[]> =>
  web
    .knex('audit_log')
    .where({ object_kind: 'work-order-type', object_id: id })
    .orderBy('id')
    .select('action', 'actor_id', 'region_id', 'detail');
const fieldsOf = ({ body }: Answer) =>
  (body['error'] as { fields?: { path: string; code: string }[] }).fields?.map(({ path, code }) => [path, code]);

describe('who may look', () => {
  it.each([
    ['nobody', () => Promise.resolve({}), 401],
    ['a taxpayer', () => web.taxpayer('zhao-min'), 403],
    ['an agent', () => web.officer('agent1'), 200],
    ['a supervisor', () => web.officer('supervisor1'), 200],
    ['an administrator', () => web.officer('admin'), 200],
  ])('%s', async (_, who, status) => {
    expect((await web.ask('GET', '/api/work-order-types', { as: await who() })).status).toBe(status);
  });

  it('an officer sees the types of their own region, in their order', async () => {
    const kinds = ['quota', 'tax-category', 'refund', 'registration', 'invoice-fault', 'system'];
    expect((await list(agent)).items.map((type) => type.id)).toEqual(kinds.map((kind) => `binhai-wo-${kind}`));
    const elsewhere = await list(await web.officer('agent6'));
    expect(elsewhere.items.map((type) => type.id)).toEqual(kinds.map((kind) => `yunling-wo-${kind}`));
    expect(elsewhere.groups.map((group) => group.id).every((group) => group.startsWith('yunling-'))).toBe(true);
  });

  it('groups come with their centre, in the language of the reader, and with who still works in them', async () => {
    const group = { id: 'binhai-1-accept', name: '受理组', nameEn: 'Acceptance' };
    expect((await list()).groups).toContainEqual({ ...group, centre: '滨海市征纳互动运营中心', members: 2 });
    await web.knex('officers').where({ login: 'agent2' }).update({ active: false });
    expect((await list(admin, { 'accept-language': 'en' })).groups).toContainEqual({
      ...group,
      centre: 'Binhai Operation Centre',
      members: 1,
    });
    await web.knex('officers').where({ login: 'agent2' }).update({ active: true });
  });

  it('a withdrawn type is the administrator’s to see only', async () => {
    await put(wanted());
    expect(await listed(agent)).toBeDefined();
    expect((await put(wanted({ active: false }))).body).toMatchObject({ active: false, version: 1 });
    expect(await listed(agent)).toBeUndefined();
    expect(await listed(admin)).toMatchObject({ active: false });
    expect((await put(wanted())).body).toMatchObject({ active: true, version: 1 });
    expect(await listed(agent)).toBeDefined();
  });

  it('a type of 留言 is none of work orders', async () => {
    expect(await listed(admin, 'binhai-invoice')).toBeUndefined();
  });

  it('counts the orders that are open, of all centres', async () => {
    await put(wanted());
    await web.taxpayer('zhao-min');
    const identity = await web.knex('identities').where({ region_id: 'binhai' }).first<{ id: string }>('id');
    for (const [i, centre_id] of ['binhai-1', 'binhai-1', 'binhai-2'].entries()) {
      const now = new Date();
      const shared = { kind: 'work-order', region_id: 'binhai', centre_id, type_id: id, status: 'in-progress', version: 1 };
      const row = { ...shared, identity_id: identity.id, state: '{}', live: true, opened_at: now, changed_at: now };
      const case_id = randomUUID();
      await web.knex('cases').insert({ id: case_id, number: `${id}-${String(i)}`, ...row });
      const todo = { turn: 'officer', rank: 1, due_at: now, warned: false, escalated: false, opened_at: now, search: '' };
      await web.knex('tasks').insert({ case_id, ...shared, ...todo });
    }
    expect(await listed(agent)).toMatchObject({ running: 3 });
    expect((await put(wanted({ active: false }))).body).toMatchObject({ running: 3 });
  });
});

describe('keeping a type', () => {
  it.each([
    ['nobody', () => Promise.resolve({}), 401, 'not-signed-in'],
    ['a taxpayer', () => web.taxpayer('zhao-min'), 403, 'not-allowed'],
    ['an agent', () => web.officer('agent1'), 403, 'not-allowed'],
    ['a supervisor', () => web.officer('supervisor1'), 403, 'not-allowed'],
  ])('is nothing for %s', async (_, who, status, code) => {
    const answer = await put(wanted(), await who());
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(await versions()).toEqual([]);
  });

  it('another site cannot have it done', async () => {
    const answer = await web.ask('PUT', `/api/work-order-types/${id}`, {
      as: admin,
      body: wanted(),
      headers: { origin: 'https://evil.example' },
    });
    expect(codeOf(answer)).toBe('origin-refused');
  });

  it('a new one is version 1, comes last in the list and is audited', async () => {
    const answer = await put(wanted());
    expect(answer).toMatchObject({ status: 201, body: { id, ...wanted(), version: 1, running: 0 } });
    expect(Date.now() - Date.parse(String(answer.body['changedAt']))).toBeLessThan(60_000);
    expect((await list()).items.at(-1)).toEqual(answer.body);
    expect(await versions()).toEqual([{ version: 1, definition: definition(), created_by: admin['id'] }]);
    expect(await audited()).toEqual([
      {
        action: 'create',
        actor_id: admin['id'],
        region_id: 'binhai',
        detail: { version: 1, active: true, changed: ['created', 'definition'] },
      },
    ]);
  });

  it('what it says differently is a new version, and the old one stays as it was', async () => {
    await put(wanted());
    const changed = definition({ papers: [] });
    expect(await put(wanted({ definition: changed }))).toMatchObject({ status: 200, body: { version: 2, definition: changed } });
    expect((await versions()).map((row) => [row.version, row.definition])).toEqual([
      [1, definition()],
      [2, changed],
    ]);
    // Restoring the first definition is a change, too.
    expect((await put(wanted())).body).toMatchObject({ version: 3, definition: definition() });
    expect((await audited()).map((row) => row['action'])).toEqual(['create', 'change', 'change']);
  });

  it('a new name is no new version', async () => {
    await put(wanted());
    expect((await put(wanted({ name: '跨区迁移辅导' }))).body).toMatchObject({ name: '跨区迁移辅导', version: 1 });
    expect((await audited()).at(-1)).toMatchObject({ action: 'change', detail: { version: 1, active: true, changed: ['name'] } });
    expect(await versions()).toHaveLength(1);
  });

  it('kept unchanged it has no new version, whatever the order of its parts, and nothing to audit', async () => {
    const first = await put(wanted());
    const { stages, papers, fields } = definition();
    const again = await put({ definition: { stages, papers, fields }, active: true, nameEn: ' Moving districts ', name: '跨区迁移 ' });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(await versions()).toHaveLength(1);
    expect(await audited()).toHaveLength(1);
  });

  it('by several at once, each version has a number of its own', async () => {
    const all = Array.from({ length: 8 }, (_, i) => definition({ stages: [stage('handle', { finish: 'holder', limitMinutes: i + 1 })] }));
    const answers = await Promise.all(all.map((one) => put(wanted({ definition: one }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    const rows = await versions();
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(rows.map((row) => row.definition.stages[0]?.limitMinutes)).size).toBe(8);
    expect(await audited()).toHaveLength(8);
  });

  it('by two at once with the same change, there is one version', async () => {
    await put(wanted());
    const changed = wanted({ definition: definition({ fields: [] }) });
    const answers = await Promise.all([put(changed), put(changed)]);
    expect(answers.map(({ body }) => body['version'])).toEqual([2, 2]);
    expect(await versions()).toHaveLength(2);
    expect(await audited()).toHaveLength(2);
  });
});

describe('an id that cannot be', () => {
  it.each([
    ['a type of 留言', 'binhai-invoice', 422],
    ['a type of another region', 'yunling-wo-quota', 422],
    ['a new one as if of another region', 'yunling-wo-new', 422],
    ['one without the region', 'wo-new', 422],
    ['the region alone', 'binhai', 422],
    ['capitals', 'binhai-Wo', 404],
    ['too short', 'bi', 404],
    ['too long', `binhai-${'x'.repeat(60)}`, 404],
    ['other signs', 'binhai_wo', 404],
  ])('is refused: %s', async (_, wrong, status) => {
    const before = await web.knex('case_types').orderBy('id');
    const answer = await put(wanted(), admin, wrong);
    expect([answer.status, fieldsOf(answer)]).toEqual([status, status === 422 ? [['id', 'invalid']] : undefined]);
    expect(await web.knex('case_types').orderBy('id')).toEqual(before);
    expect(await web.knex('type_versions').where({ type_id: wrong, created_by: admin['id'] })).toEqual([]);
    expect(await web.knex('audit_log').where({ object_id: wrong })).toEqual([]);
  });
});

describe('a body that cannot be', () => {
  const choice = { key: 'kind', name: '类型', nameEn: 'Kind', kind: 'choice', required: true, choices: [] };
  const one = { finish: 'holder' } as const;
  it.each<[string, object, [string, string][]]>([
    [
      'nothing',
      {},
      [
        ['name', 'required'],
        ['nameEn', 'required'],
        ['active', 'required'],
        ['definition', 'required'],
      ],
    ],
    [
      'names of blanks',
      wanted({ name: '  ', nameEn: '' }),
      [
        ['name', 'required'],
        ['nameEn', 'required'],
      ],
    ],
    ['a name too long', wanted({ name: '长'.repeat(41) }), [['name', 'too-long']]],
    ['a character that cannot be kept', wanted({ name: '\0' }), [['name', 'invalid']]],
    ['no stage', wanted({ definition: definition({ stages: [] }) }), [['definition.stages', 'too-short']]],
    [
      'too many stages',
      wanted({ definition: definition({ stages: Array.from({ length: 13 }, (_, i) => stage(`s${String(i)}`, one)) }) }),
      [['definition.stages', 'too-long']],
    ],
    [
      'a key of other signs',
      wanted({ definition: definition({ stages: [stage('受理', one)] }) }),
      [['definition.stages.0.key', 'invalid']],
    ],
    [
      'a limit that its calendar cannot count',
      wanted({ definition: definition({ stages: [stage('handle', { ...one, limitMinutes: 525_600 })] }) }),
      [['definition.stages.0.limitMinutes', 'beyond-calendar']],
    ],
    [
      'a limit of no time',
      wanted({ definition: definition({ stages: [stage('handle', { ...one, limitMinutes: 0 })] }) }),
      [['definition.stages.0.limitMinutes', 'out-of-range']],
    ],
    [
      'a move to a later stage, and to itself',
      wanted({ definition: definition({ stages: [stage('a', { backTo: ['b'] }), stage('b', { ...one, backTo: ['b'] })] }) }),
      [
        ['definition.stages.0.backTo', 'not-earlier'],
        ['definition.stages.1.backTo', 'not-earlier'],
      ],
    ],
    [
      'an unknown group, and one of another region',
      wanted({
        definition: definition({ stages: [stage('a', { groupId: 'none' }), stage('b', { ...one, groupId: 'yunling-1-handle' })] }),
      }),
      [
        ['definition.stages.0.groupId', 'not-a-choice'],
        ['definition.stages.1.groupId', 'not-a-choice'],
      ],
    ],
    [
      'all that does not fit together, at once, and the name',
      {
        ...wanted({ name: '' }),
        definition: { fields: [choice, choice], papers: [], stages: [stage('a', { backTo: ['b'] }), stage('a', { groupId: 'none' })] },
      },
      [
        ['name', 'required'],
        ['definition.fields.1.key', 'duplicate'],
        ['definition.stages.1.key', 'duplicate'],
        ['definition.stages.0.backTo', 'not-earlier'],
        ['definition.stages.1.finish', 'no-end'],
        ['definition.fields.0.choices', 'no-choices'],
        ['definition.fields.1.choices', 'no-choices'],
        ['definition.stages.1.groupId', 'not-a-choice'],
      ],
    ],
  ])('is refused: %s', async (_, body, fields) => {
    const answer = await put(body);
    expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid-request']);
    expect(fieldsOf(answer)?.sort()).toEqual(fields.sort());
    expect(await versions()).toEqual([]);
  });

  it('leaves a type that is there as it was', async () => {
    const kept = await put(wanted());
    await put(wanted({ name: '别名', definition: definition({ stages: [stage('handle')] }) }));
    expect(await listed(admin)).toEqual(kept.body);
  });

  it('says what is wrong in the language of the reader', async () => {
    const body = wanted({ definition: definition({ stages: [stage('handle')] }) });
    const sentenceIn = async (language: string): Promise<unknown> => {
      const answer = await web.ask('PUT', `/api/work-order-types/${id}`, { as: admin, body, headers: { 'accept-language': language } });
      return (answer.body['error'] as { fields: { sentence: string }[] }).fields[0]?.sentence;
    };
    expect(await sentenceIn('zh-CN')).toBe('最后一个环节须有人可以办结');
    expect(await sentenceIn('en')).toBe('Somebody must be able to complete an order at the last stage');
  });
});

it('what a version says cannot be changed or taken back', async () => {
  await put(wanted());
  await expect(web.knex('type_versions').where({ type_id: id }).update({ version: 9 })).rejects.toThrow('append only');
  await expect(web.knex('type_versions').where({ type_id: id }).delete()).rejects.toThrow('append only');
});
