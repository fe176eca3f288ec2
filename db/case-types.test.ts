import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { FormDefinition } from '../domain/service-form/template.ts';
import { testDatabase } from '../tests/support/database.ts';
import { populate, type People } from '../tests/support/people.ts';
import { formDefinition } from '../tests/support/service-form.ts';
import { orderDefinition } from '../tests/support/work-order.ts';
import { caseType, caseTypes, currentType, definitionOf, keepCaseType, type WantedType } from './case-types.ts';

const { knex } = testDatabase();
let people: People;
let id: string;

beforeAll(async () => {
  people = await populate(knex);
  await knex('regions').insert({ id: 'elsewhere', name: '外地', name_en: 'Elsewhere' });
}, 60_000);
beforeEach(() => {
  id = `region-${randomUUID()}`;
});

const shorter: FormDefinition = { papers: formDefinition.papers.slice(0, 1) };
const wanted = (rest: Partial<WantedType<'service-form'>> = {}): WantedType<'service-form'> => ({
  id,
  kind: 'service-form',
  regionId: 'region',
  name: '留抵退税',
  nameEn: 'Refund of excess input tax',
  active: true,
  definition: formDefinition,
  officerId: people.supervisor,
  ...rest,
});
const keep = (rest: Partial<WantedType<'service-form'>> = {}) => knex.transaction((tx) => keepCaseType(tx, wanted(rest)));
const idsOf = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

describe('keeping a type', () => {
  it('says what has changed, and makes a version where its definition has', async () => {
    expect(await keep()).toEqual({ version: 1, changed: ['created', 'definition'] });
    expect(await keep()).toEqual({ version: 1, changed: [] });
    expect(await keep({ name: '留抵退税申请', active: false })).toEqual({ version: 1, changed: ['name', 'active'] });
    expect(await keep({ definition: shorter })).toEqual({ version: 2, changed: ['name', 'active', 'definition'] });
    expect(await keep()).toEqual({ version: 3, changed: ['definition'] });
    expect(await definitionOf(knex, { kind: 'service-form', typeId: id, typeVersion: 2 })).toEqual(shorter);
    expect(await definitionOf(knex, { kind: 'service-form', typeId: id, typeVersion: 1 })).toEqual(formDefinition);
    await expect(definitionOf(knex, { kind: 'service-form', typeId: id, typeVersion: 4 })).rejects.toThrow('has no version 4');
  });

  it('is nothing under the id of another region, or of another kind', async () => {
    await keep();
    expect(await keep({ regionId: 'elsewhere', name: '别' })).toBe('elsewhere');
    expect(await keep({ id: 'quota' })).toBe('elsewhere');
    const order: WantedType<'work-order'> = { ...wanted(), kind: 'work-order', definition: orderDefinition };
    expect(await knex.transaction((tx) => keepCaseType(tx, order))).toBe('elsewhere');
    expect(await caseType(knex, 'service-form', id)).toMatchObject({ name: '留抵退税', version: 1 });
    await expect(caseType(knex, 'work-order', id)).rejects.toThrow(`no type ${id} of work-order`);
  });

  it('is undone with what it is part of', async () => {
    const undone = knex.transaction(async (tx) => {
      await keepCaseType(tx, wanted());
      throw new Error('no audit');
    });
    await expect(undone).rejects.toThrow('no audit');
    expect(await knex('case_types').where({ id })).toEqual([]);
  });
});

describe('types', () => {
  it('are those of the kind and the region, in their order, withdrawn ones on request', async () => {
    await keep();
    const second = `region-${randomUUID()}`;
    await keep({ id: second, active: false });
    const forms = await caseTypes(knex, 'service-form', 'region', 'all');
    expect(idsOf(forms).filter((each) => [id, second, 'refund', 'quota', 'invoice'].includes(each))).toEqual(['refund', id, second]);
    expect(idsOf(await caseTypes(knex, 'service-form', 'region', 'active'))).not.toContain(second);
    expect(await caseTypes(knex, 'service-form', 'elsewhere', 'all')).toEqual([]);
    expect(idsOf(await caseTypes(knex, 'work-order', 'region', 'all'))).toEqual(['quota']);
  });

  it('of which cases begin are the active ones of the region and the kind, by their newest version', async () => {
    await keep();
    await keep({ definition: shorter });
    expect(await currentType(knex, 'service-form', 'region', id)).toMatchObject({ id, version: 2, definition: shorter });
    expect(await currentType(knex, 'service-form', 'elsewhere', id)).toBeUndefined();
    expect(await currentType(knex, 'work-order', 'region', id)).toBeUndefined();
    await keep({ definition: shorter, active: false });
    expect(await currentType(knex, 'service-form', 'region', id)).toBeUndefined();
  });

  it('say how many cases are open, of all versions and centres', async () => {
    await keep();
    for (const centre_id of ['east', 'west', 'west']) {
      const [case_id, now] = [randomUUID(), new Date()];
      const shared = { kind: 'service-form', region_id: 'region', centre_id, type_id: id, status: 'sent', version: 1 };
      const row = { ...shared, identity_id: people.taxpayer, state: '{}', live: true, opened_at: now, changed_at: now };
      await knex('cases').insert({ id: case_id, number: case_id.slice(0, 15), ...row });
      const todo = { turn: 'taxpayer', rank: 1, due_at: now, warned: false, escalated: false, opened_at: now, search: '' };
      await knex('tasks').insert({ case_id, ...shared, ...todo });
    }
    expect(await caseType(knex, 'service-form', id)).toMatchObject({ running: 3 });
  });
});
