import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { mostFormPapers, type FormDefinition } from '../../../domain/service-form/template.ts';
import type { PaperSpec } from '../../../domain/papers.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import type { FormType, FormTypeBody } from '../../api/service-form/types.ts';
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

const paper = (key: string, rest: Partial<PaperSpec> = {}): PaperSpec => ({ key, name: key, nameEn: key, required: true, ...rest });
const definition = (...papers: PaperSpec[]): FormDefinition => ({
  papers: papers.length > 0 ? papers : [paper('contract'), paper('card')],
});
const wanted = (rest: Partial<FormTypeBody> = {}): FormTypeBody => ({
  name: '代开发票申请',
  nameEn: 'Invoices on behalf',
  active: true,
  definition: definition(),
  ...rest,
});

const put = (body: unknown, as: Who = admin, of = id): Promise<Answer> => web.ask('PUT', `/api/service-form-types/${of}`, { as, body });
const list = async (as: Who = admin): Promise<FormType[]> => {
  const answer = await web.ask('GET', '/api/service-form-types', { as });
  expect(answer.status).toBe(200);
  return (answer.body as unknown as { items: FormType[] }).items;
};
const listed = async (as: Who, of = id) => (await list(as)).find((type) => type.id === of);
const versions = (): Promise<{ version: number; definition: FormDefinition; created_by: string | null }[]> =>
  web.knex('type_versions').select('version', 'definition', 'created_by').where({ type_id: id }).orderBy('version');
const audited = (): Promise<Record<string, unknown>[]> =>
  web
    .knex('audit_log')
    .where({ object_kind: 'service-form-type', object_id: id })
    .orderBy('id')
    .select('action', 'actor_id', 'region_id', 'detail');
const fieldsOf = ({ body }: Answer) =>
  Object.fromEntries((body['error'] as { fields?: { path: string; code: string }[] }).fields?.map(({ path, code }) => [path, code]) ?? []);

describe('who may look', () => {
  it.each([
    ['nobody', () => Promise.resolve({}), 401],
    ['a taxpayer', () => web.taxpayer('zhao-min'), 403],
    ['an agent', () => web.officer('agent1'), 200],
    ['a supervisor', () => web.officer('supervisor1'), 200],
    ['an administrator', () => web.officer('admin'), 200],
  ])('%s', async (_, who, status) => {
    expect((await web.ask('GET', '/api/service-form-types', { as: await who() })).status).toBe(status);
  });

  it('an officer sees the templates of their own region, in their order, and no types of other kinds', async () => {
    const templates = ['vat-credit-refund', 'overpayment-refund', 'cross-region', 'general-taxpayer', 'deregistration'];
    expect((await list(agent)).map((type) => type.id)).toEqual(templates.map((template) => `binhai-sf-${template}`));
    const elsewhere = await list(await web.officer('agent6'));
    expect(elsewhere.map((type) => type.id)).toEqual(templates.map((template) => `yunling-sf-${template}`));
    expect(elsewhere[0]?.definition.papers).toContainEqual(
      paper('account', { name: '退税账户开户证明', nameEn: 'Proof of the account for the refund' }),
    );
  });

  it('a withdrawn one is the administrator’s to see only', async () => {
    await put(wanted());
    expect(await listed(agent)).toBeDefined();
    expect((await put(wanted({ active: false }))).body).toMatchObject({ active: false, version: 1 });
    expect(await listed(agent)).toBeUndefined();
    expect(await listed(admin)).toMatchObject({ active: false });
    expect((await put(wanted())).body).toMatchObject({ active: true, version: 1 });
    expect(await listed(agent)).toBeDefined();
  });
});

describe('keeping a template', () => {
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
    const options = { as: admin, body: wanted(), headers: { origin: 'https://evil.example' } };
    expect(codeOf(await web.ask('PUT', `/api/service-form-types/${id}`, options))).toBe('origin-refused');
  });

  it('a new one is version 1, comes last in the list and is audited', async () => {
    const answer = await put(wanted());
    expect(answer).toMatchObject({ status: 201, body: { id, ...wanted(), version: 1, running: 0 } });
    expect((await list()).at(-1)).toEqual(answer.body);
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

  it('what it says differently is a new version, a new name is none, and unchanged it is nothing', async () => {
    await put(wanted());
    const changed = definition(paper('contract', { required: false }));
    expect(await put(wanted({ definition: changed }))).toMatchObject({ status: 200, body: { version: 2, definition: changed } });
    expect((await put(wanted({ definition: changed, name: '代开增值税发票' }))).body).toMatchObject({ version: 2, name: '代开增值税发票' });
    expect((await put(wanted({ definition: changed, name: ' 代开增值税发票 ' }))).body).toMatchObject({ version: 2 });
    expect((await versions()).map((row) => [row.version, row.definition])).toEqual([
      [1, definition()],
      [2, changed],
    ]);
    expect((await audited()).map((row) => row['action'])).toEqual(['create', 'change', 'change']);
  });

  it('the order of its papers is part of what it says', async () => {
    await put(wanted());
    expect((await put(wanted({ definition: definition(paper('card'), paper('contract')) }))).body).toMatchObject({ version: 2 });
  });

  it('by several at once, each version has a number of its own', async () => {
    const all = Array.from({ length: 6 }, (_, i) => definition(paper(`paper-${String(i)}`)));
    const answers = await Promise.all(all.map((one) => put(wanted({ definition: one }))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 201]);
    const rows = await versions();
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(rows.map((row) => row.definition.papers[0]?.key)).size).toBe(6);
  });
});

describe('an id that cannot be', () => {
  it.each([
    ['a type of 留言', 'binhai-invoice', 422],
    ['a type of orders', 'binhai-wo-quota', 422],
    ['a template of another region', 'yunling-sf-cross-region', 422],
    ['a new one as if of another region', 'yunling-sf-new', 422],
    ['one without the region', 'sf-new', 422],
    ['capitals', 'binhai-Sf', 404],
    ['too long', `binhai-${'x'.repeat(60)}`, 404],
  ])('is refused: %s', async (_, wrong, status) => {
    const before = [await web.knex('case_types').orderBy('id'), await web.knex('type_versions').orderBy(['type_id', 'version'])];
    const answer = await put(wanted(), admin, wrong);
    expect([answer.status, status === 422 ? fieldsOf(answer) : {}]).toEqual([status, status === 422 ? { id: 'invalid' } : {}]);
    expect([await web.knex('case_types').orderBy('id'), await web.knex('type_versions').orderBy(['type_id', 'version'])]).toEqual(before);
  });

  it('is refused: a template of forms as a type of orders', async () => {
    const stage = { key: 'accept', name: '受理', nameEn: 'Acceptance', groupId: 'binhai-1-accept', limitMinutes: 60, backTo: [] };
    const stages = [{ ...stage, tellTaxpayer: false, finish: 'holder', terminable: true }];
    const body = { name: '别', nameEn: 'Other', active: true, definition: { fields: [], papers: [], stages } };
    const answer = await web.ask('PUT', '/api/work-order-types/binhai-sf-cross-region', { as: admin, body });
    expect([answer.status, fieldsOf(answer)]).toEqual([422, { id: 'invalid' }]);
  });
});

describe('a body that cannot be', () => {
  const many = (length: number) => Array.from({ length }, (_, i) => paper(`paper-${String(i)}`));
  it.each<[string, object, Record<string, string>]>([
    ['nothing', {}, { name: 'required', nameEn: 'required', active: 'required', definition: 'required' }],
    ['names of blanks', wanted({ name: '  ', nameEn: '' }), { name: 'required', nameEn: 'required' }],
    ['a name too long', wanted({ name: '长'.repeat(41) }), { name: 'too-long' }],
    ['a character that cannot be kept', wanted({ name: '\0' }), { name: 'invalid' }],
    ['no paper', wanted({ definition: { papers: [] } }), { 'definition.papers': 'too-short' }],
    ['too many papers', wanted({ definition: { papers: many(mostFormPapers + 1) } }), { 'definition.papers': 'too-long' }],
    ['a key of other signs', wanted({ definition: definition(paper('合同')) }), { 'definition.papers.0.key': 'invalid' }],
    [
      'a paper without a name',
      wanted({ definition: definition(paper('contract', { name: ' ' })) }),
      { 'definition.papers.0.name': 'required' },
    ],
    [
      'a paper twice, and a third time',
      wanted({ definition: definition(paper('contract'), paper('contract'), paper('card'), paper('contract')) }),
      { 'definition.papers.1.key': 'duplicate', 'definition.papers.3.key': 'duplicate' },
    ],
    [
      'all that is wrong at once',
      { ...wanted({ name: '', definition: definition(paper('contract'), paper('contract')) }), active: 'yes' },
      { name: 'required', active: 'invalid', 'definition.papers.1.key': 'duplicate' },
    ],
  ])('is refused: %s', async (_, body, fields) => {
    const answer = await put(body);
    expect([answer.status, codeOf(answer), fieldsOf(answer)]).toEqual([422, 'invalid-request', fields]);
    expect(await versions()).toEqual([]);
  });

  it('is told in the language of the reader', async () => {
    const body = wanted({ definition: definition(paper('contract'), paper('contract')) });
    const sentenceIn = async (language: string): Promise<unknown> => {
      const answer = await web.ask('PUT', `/api/service-form-types/${id}`, { as: admin, body, headers: { 'accept-language': language } });
      return (answer.body['error'] as { fields: { sentence: string }[] }).fields[0]?.sentence;
    };
    expect(await sentenceIn('zh-CN')).toMatch(/\p{Script=Han}/u);
    expect(await sentenceIn('en')).toMatch(/^[A-Z][ -~]+$/);
  });

  it('keeps fifty papers, and names as they were written', async () => {
    expect((await put(wanted({ definition: { papers: many(mostFormPapers) } }))).status).toBe(201);
    const name = '𠮷野家 <b>合同</b> 👩‍💼 \u202Eשלום\u202C';
    expect((await put(wanted({ name, definition: definition(paper('contract', { name })) }))).body).toMatchObject({
      name,
      definition: { papers: [{ name }] },
    });
  });
});
