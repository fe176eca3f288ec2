/** Groups of officers that handle the stages of orders. */
import type { Knex } from 'knex';

export interface HandlingGroup {
  id: string;
  name: string;
  name_en: string;
  centre_id: string;
  centre_name: string;
  centre_name_en: string;
}

/** Returns the groups with these ids. */
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

/** Returns the active officers of a group. */
export async function membersOf(knex: Knex, groupId: string): Promise<GroupMember[]> {
  return await knex('group_members AS m')
    .join('officers AS o', 'o.id', 'm.officer_id')
    .where({ 'm.group_id': groupId, 'o.active': true })
    .orderBy(['o.name', 'o.id'])
    .select<GroupMember[]>('o.id', 'o.name', 'o.on_duty');
}

export interface GroupRow {
  id: string;
  name: string;
  name_en: string;
  centre_name: string;
  centre_name_en: string;
  members: number;
}

/** Returns the groups of a region that can handle a stage, with their numbers of officers. */
export async function groupsOf(knex: Knex, regionId: string): Promise<GroupRow[]> {
  const { rows } = await knex.raw<{ rows: GroupRow[] }>(
    `SELECT g.id, g.name, g.name_en, z.name AS centre_name, z.name_en AS centre_name_en,
       (SELECT count(*) FROM group_members m JOIN officers o ON o.id = m.officer_id WHERE m.group_id = g.id AND o.active) AS members
     FROM handling_groups g JOIN centres z ON z.id = g.centre_id
     WHERE g.region_id = :regionId ORDER BY z.position, z.id, g.position, g.id`,
    { regionId },
  );
  return rows;
}

export const groupIdsOf = (knex: Knex, regionId: string): Promise<string[]> =>
  knex('handling_groups').where({ region_id: regionId }).pluck<string[]>('id');
