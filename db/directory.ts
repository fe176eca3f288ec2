/** Colleagues, centres and types: to whom a case may go, and by what it may be filtered. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';

export interface Colleague {
  id: string;
  name: string;
  role: 'agent' | 'supervisor';
  on_duty: boolean;
  open_cases: number;
}
export interface Named {
  id: string;
  name: string;
  name_en: string;
}
export interface NamedType extends Named {
  kind: CaseKind;
}

/** Everybody who works in the centre, with how many open cases each holds. */
export async function colleaguesOf(knex: Knex, centreId: string): Promise<Colleague[]> {
  const { rows } = await knex.raw<{ rows: Colleague[] }>(
    `SELECT o.id, o.name, o.role, o.on_duty, (SELECT count(*) FROM tasks t WHERE t.assignee_id = o.id) AS open_cases
     FROM officers o WHERE o.centre_id = :centreId AND o.active ORDER BY o.on_duty DESC, o.name, o.id`,
    { centreId },
  );
  return rows;
}

/** The other centres of the region. */
export function otherCentres(knex: Knex, regionId: string, centreId: string): Promise<Named[]> {
  return knex('centres')
    .select<Named[]>('id', 'name', 'name_en')
    .where({ region_id: regionId })
    .whereNot({ id: centreId })
    .orderBy(['position', 'id']);
}

/** The region's types of cases of every kind, withdrawn ones too: old cases still have them. */
export function typesOf(knex: Knex, regionId: string): Promise<NamedType[]> {
  return knex('case_types').select<NamedType[]>('id', 'kind', 'name', 'name_en').where({ region_id: regionId }).orderBy(['position', 'id']);
}

/** These centres, in the order in which the region has them. */
export function centresNamed(knex: Knex, ids: readonly string[]): Promise<Named[]> {
  return knex('centres').select<Named[]>('id', 'name', 'name_en').whereIn('id', ids).orderBy(['position', 'id']);
}

/** What these officers are called. */
export async function officerNames(knex: Knex, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await knex('officers').select<{ id: string; name: string }[]>('id', 'name').whereIn('id', ids);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
