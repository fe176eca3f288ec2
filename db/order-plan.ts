/** What an order is opened and shown by: its type as some version says, and the groups that handle its stages. */
import type { Knex } from 'knex';

import type { WorkOrderDefinition } from '../domain/work-order/type.ts';

export interface VersionedType {
  id: string;
  version: number;
  definition: WorkOrderDefinition;
}

/** A type that the region takes orders of, as it is now; undefined when there is none of this id. */
export async function currentOrderType(knex: Knex, regionId: string, typeId: string): Promise<VersionedType | undefined> {
  return await knex('case_types AS t')
    .join('work_order_versions AS v', 'v.type_id', 't.id')
    .where({ 't.id': typeId, 't.region_id': regionId, 't.kind': 'work-order', 't.active': true })
    .orderBy('v.version', 'desc')
    .first<VersionedType | undefined>('t.id', 'v.version', 'v.definition');
}

/** A type as it was when an order of this version began. */
export async function definitionOf(knex: Knex, typeId: string, version: number): Promise<WorkOrderDefinition | undefined> {
  const row = await knex('work_order_versions')
    .where({ type_id: typeId, version })
    .first<{ definition: WorkOrderDefinition } | undefined>('definition');
  return row?.definition;
}

export interface HandlingGroup {
  id: string;
  name: string;
  name_en: string;
  centre_id: string;
  centre_name: string;
  centre_name_en: string;
}

/** The groups of these ids. */
export async function handlingGroups(knex: Knex, ids: readonly string[]): Promise<Map<string, HandlingGroup>> {
  const rows = await knex('handling_groups AS g')
    .join('centres AS z', 'z.id', 'g.centre_id')
    .whereIn('g.id', [...new Set(ids)])
    .select<HandlingGroup[]>('g.id', 'g.name', 'g.name_en', 'g.centre_id', { centre_name: 'z.name', centre_name_en: 'z.name_en' });
  return new Map(rows.map((group) => [group.id, group]));
}

export interface GroupMember {
  id: string;
  name: string;
  on_duty: boolean;
}

/** The officers of a group who work here. */
export async function membersOf(knex: Knex, groupId: string): Promise<GroupMember[]> {
  return await knex('group_members AS m')
    .join('officers AS o', 'o.id', 'm.officer_id')
    .where({ 'm.group_id': groupId, 'o.active': true })
    .orderBy(['o.name', 'o.id'])
    .select<GroupMember[]>('o.id', 'o.name', 'o.on_duty');
}
