import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import { formDefinition } from './service-form.ts';
import { appointmentDefinition } from './slots.ts';
import { orderDefinition } from './work-order.ts';

/**
 * Two centres with two agents each, a supervisor and a taxpayer: the least that a story needs. Stages of orders are handled by
 * groups: `front` are both agents of the east, `back` the second of them alone, `review` both of the west, `deserted` nobody.
 */
export interface People {
  taxpayer: string;
  east: [string, string];
  west: [string, string];
  supervisor: string;
}

/**
 * Fills an empty database with them. `invoice` and `nobody` are types of 留言, `quota` of orders, `refund` of forms, `hall` of appointments; the agents know all
 * but `nobody`.
 */
export async function populate(knex: Knex): Promise<People> {
  await knex('regions').insert({ id: 'region', name: '测试地区', name_en: 'Test region' });
  const centre = (id: string) => ({ id, region_id: 'region', bureau: '测试局', bureau_en: 'Test bureau', name: id, name_en: id });
  await knex('centres').insert([centre('east'), centre('west')]);
  await knex('case_types').insert([
    { id: 'invoice', kind: 'message', region_id: 'region', name: '发票', name_en: 'Invoices' },
    { id: 'nobody', kind: 'message', region_id: 'region', name: '无人', name_en: 'Nobody' },
    { id: 'refund', kind: 'service-form', region_id: 'region', name: '退税', name_en: 'Refund' },
    { id: 'question', kind: 'conversation', region_id: 'region', name: '咨询', name_en: 'Question' },
    { id: 'hall', kind: 'appointment', region_id: 'region', name: '大厅预约', name_en: 'Hall' },
  ]);
  const officer = async (centreId: string, role: string): Promise<string> => {
    const [row] = await knex('officers')
      .insert({
        region_id: 'region',
        centre_id: centreId,
        role,
        login: randomUUID(),
        name: role,
        password_hash: '-',
        status: role === 'agent' ? 'online' : 'away',
      })
      .returning<{ id: string }[]>('id');
    if (!row) throw new Error('no officer');
    const skills = ['invoice', 'refund', 'question', 'hall'].map((type_id) => ({ officer_id: row.id, type_id }));
    if (role === 'agent') await knex('officer_skills').insert(skills);
    return row.id;
  };
  const [identity] = await knex('identities')
    .insert({ region_id: 'region', subject: randomUUID(), kind: 'natural-person', role: 'natural-person', person_name: '测试' })
    .returning<{ id: string }[]>('id');
  if (!identity) throw new Error('no identity');
  const people: People = {
    taxpayer: identity.id,
    east: [await officer('east', 'agent'), await officer('east', 'agent')],
    west: [await officer('west', 'agent'), await officer('west', 'agent')],
    supervisor: await officer('east', 'supervisor'),
  };
  await knex('type_versions').insert([
    { type_id: 'refund', version: 1, definition: JSON.stringify(formDefinition) },
    { type_id: 'hall', version: 1, definition: JSON.stringify(appointmentDefinition) },
  ]);
  await addOrderType(knex, people);
  return people;
}

/** The first version of the type, which the patient policy of orders follows, and the groups that handle it. */
async function addOrderType(knex: Knex, { east, west }: People): Promise<void> {
  const groups: Record<string, { centre: string; members: string[] }> = {
    front: { centre: 'east', members: east },
    back: { centre: 'east', members: [east[1]] },
    review: { centre: 'west', members: west },
    deserted: { centre: 'east', members: [] },
  };
  for (const [id, { centre, members }] of Object.entries(groups)) {
    await knex('handling_groups').insert({ id, region_id: 'region', centre_id: centre, name: id, name_en: id });
    if (members.length > 0) await knex('group_members').insert(members.map((officerId) => ({ group_id: id, officer_id: officerId })));
  }
  await knex('case_types').insert({ id: 'quota', kind: 'work-order', region_id: 'region', name: '额度', name_en: 'Quota' });
  await knex('type_versions').insert({ type_id: 'quota', version: 1, definition: JSON.stringify(orderDefinition) });
}
