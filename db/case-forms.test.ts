import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { record } from '../domain/case.ts';
import { workOrderKind } from '../domain/work-order/kind.ts';
import { apply } from '../domain/work-order/order.ts';
import { testDatabase } from '../tests/support/database.ts';
import { populate, type People } from '../tests/support/people.ts';
import { anOpening, patientOrderPolicy } from '../tests/support/work-order.ts';
import { fieldsOf, keepOfficerForm, keepTaxpayerForm, type OfficerForm } from './case-forms.ts';
import { isTextOf, sweepUnadopted } from './contents.ts';
import { openImage } from './projection.ts';

const { knex } = testDatabase();
let people: People;
beforeAll(async () => {
  people = await populate(knex);
});

describe('what an officer fills in for a case', () => {
  const form = (more: Partial<OfficerForm> = {}): OfficerForm => ({
    caseId: randomUUID(),
    identityId: people.taxpayer,
    officerId: people.west[0],
    originId: null,
    fields: { amount: '100', ground: '𠮷 <b>业务</b>' },
    text: { id: randomUUID(), body: '申请' },
    ...more,
  });

  it('is kept once, with its text, also when it comes again', async () => {
    const one = form();
    expect(await Promise.all([keepOfficerForm(knex, one), keepOfficerForm(knex, one)])).toEqual(['none', 'none']);
    expect(await fieldsOf(knex, one.caseId)).toEqual(one.fields);
    expect(await isTextOf(knex, { kind: 'officer', id: one.officerId }, one.caseId, one.text.id)).toBe(true);
  });

  it('stays what it was when another form comes under its id', async () => {
    const one = form();
    await keepOfficerForm(knex, one);
    const others = [
      form({ caseId: one.caseId, fields: { amount: '900' } }),
      form({ caseId: one.caseId, text: one.text, officerId: people.west[1] }),
    ];
    for (const another of others) {
      expect(await keepOfficerForm(knex, another)).toBeUndefined();
      expect(await isTextOf(knex, { kind: 'officer', id: another.officerId }, another.caseId, another.text.id)).toBe(false);
    }
    expect(await fieldsOf(knex, one.caseId)).toEqual(one.fields);
    expect(await knex('texts').where({ case_id: one.caseId }).pluck('id')).toEqual([one.text.id]);
  });

  it('of two at once is one of them', async () => {
    const caseId = randomUUID();
    const forms = ['100', '900'].map((amount) => form({ caseId, fields: { amount } }));
    const kept = await Promise.all(forms.map((each) => keepOfficerForm(knex, each)));
    expect(kept.toSorted()).toEqual(['none', undefined]);
    expect(await fieldsOf(knex, caseId)).toEqual(forms[kept.indexOf('none')]?.fields);
  });

  it('takes over the reminder and the number of the case that it comes from, once that was begun', async () => {
    const origin = { caseId: randomUUID(), identityId: people.taxpayer, reminder: 'sms', phone: '13800000001' } as const;
    await keepTaxpayerForm(knex, { ...origin, text: { id: randomUUID(), body: '您好' } });
    const early = form({ originId: origin.caseId });
    expect(await keepOfficerForm(knex, early)).toBe('none');
    await knex('case_forms').where({ case_id: origin.caseId }).update({ adopted_at: new Date() });
    const order = form({ originId: origin.caseId });
    expect(await keepOfficerForm(knex, order)).toBe('sms');
    expect(await keepOfficerForm(knex, order)).toBe('sms');
    await knex('case_forms').where({ case_id: order.caseId }).update({ adopted_at: new Date() });
    // And on, from the order to its form.
    const next = form({ originId: order.caseId, fields: {} });
    expect(await keepOfficerForm(knex, next)).toBe('sms');
    expect(await knex('case_forms').where({ case_id: next.caseId }).first('reminder', 'phone')).toEqual({
      reminder: 'sms',
      phone: origin.phone,
    });
  });

  it('takes over nothing of another taxpayer’s case', async () => {
    const origin = { caseId: randomUUID(), identityId: people.taxpayer, reminder: 'sms', phone: '13800000001' } as const;
    await keepTaxpayerForm(knex, { ...origin, text: { id: randomUUID(), body: '您好' } });
    await knex('case_forms').where({ case_id: origin.caseId }).update({ adopted_at: new Date() });
    const [stranger] = await knex('identities')
      .insert({ region_id: 'region', subject: randomUUID(), kind: 'natural-person', role: 'natural-person', person_name: '外人' })
      .returning<{ id: string }[]>('id');
    const order = form({ originId: origin.caseId, identityId: stranger?.id ?? '' });
    expect(await keepOfficerForm(knex, order)).toBe('none');
    expect(await knex('case_forms').where({ case_id: order.caseId }).pluck('phone')).toEqual([null]);
  });

  it('is nothing of an order that has none', async () => {
    expect(await fieldsOf(knex, randomUUID())).toEqual({});
  });

  it('is swept when no order takes it up, and stays with the order that does', async () => {
    const [adopted, left] = [form(), form()];
    for (const each of [adopted, left]) await keepOfficerForm(knex, each);
    const opening = anOpening({
      ...{ id: adopted.caseId, identityId: people.taxpayer, textId: adopted.text.id },
      ...{ dispatcherId: people.west[0], dispatchCentreId: 'west' },
    });
    const actor = workOrderKind.openedBy(opening);
    const events = workOrderKind.opened(opening, patientOrderPolicy, 0);
    const recorded = record({ version: 0 }, events, actor, 0);
    const state = recorded.reduce(apply, workOrderKind.begin(opening, 0));
    await knex.transaction((trx) => openImage(trx, { state, events: recorded, owed: [] }));
    await sweepUnadopted(knex, new Date(Date.now() + 60_000), () => Promise.resolve());
    expect(await fieldsOf(knex, adopted.caseId)).toEqual(adopted.fields);
    expect(await fieldsOf(knex, left.caseId)).toEqual({});
    expect(await isTextOf(knex, { kind: 'officer', id: left.officerId }, left.caseId, left.text.id)).toBe(false);
  });
});

describe('what a taxpayer hands in', () => {
  const handIn = (caseId: string, identityId: string, body = '您好') =>
    keepTaxpayerForm(knex, { caseId, identityId, reminder: 'inbox', phone: null, text: { id: randomUUID(), body } });

  it('is kept once; another text under its id is refused, and so is an id that an officer’s form has', async () => {
    const caseId = randomUUID();
    expect([await handIn(caseId, people.taxpayer), await handIn(caseId, people.taxpayer, '别的')]).toEqual(['kept', 'other']);
    const order = randomUUID();
    const [stranger] = await knex('identities')
      .insert({ region_id: 'region', subject: randomUUID(), kind: 'natural-person', role: 'natural-person', person_name: '外人' })
      .returning<{ id: string }[]>('id');
    const text = { id: randomUUID(), body: '申请' };
    await keepOfficerForm(knex, {
      caseId: order,
      identityId: people.taxpayer,
      officerId: people.west[0],
      originId: null,
      fields: {},
      text,
    });
    expect(await handIn(order, stranger?.id ?? '')).toBe('elsewhere');
    expect(await knex('texts').where({ case_id: order }).pluck('id')).toEqual([text.id]);
  });
});
