/** Directory of officers, centres and types, for hand-overs and filters. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import { Centre } from './models/index.ts';

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
  /** Stages of the present version, in order; empty for kinds without stages. */
  stages: { key: string; name: string; nameEn: string }[];
}

/** Returns the officers of a centre with their numbers of open cases. */
export async function colleaguesOf(knex: Knex, centreId: string): Promise<Colleague[]> {
  const { rows } = await knex.raw<{ rows: Colleague[] }>(
    `SELECT o.id, o.name, o.role, o.on_duty, (SELECT count(*) FROM tasks t WHERE t.assignee_id = o.id) AS open_cases
     FROM officers o WHERE o.centre_id = :centreId AND o.active ORDER BY o.on_duty DESC, o.name, o.id`,
    { centreId },
  );
  return rows;
}

/** Returns the other centres of the region. */
export function otherCentres(knex: Knex, regionId: string, centreId: string): Promise<Named[]> {
  return knex('centres')
    .select<Named[]>('id', 'name', 'name_en')
    .where({ region_id: regionId })
    .whereNot({ id: centreId })
    .orderBy(['position', 'id']);
}

/** Returns the region's types of all kinds, including withdrawn ones, which old cases still have. */
export async function typesOf(knex: Knex, regionId: string): Promise<NamedType[]> {
  const { rows } = await knex.raw<{ rows: NamedType[] }>(
    `SELECT t.id, t.kind, t.name, t.name_en, coalesce(
       (SELECT jsonb_agg(jsonb_build_object('key', stage ->> 'key', 'name', stage ->> 'name', 'nameEn', stage ->> 'nameEn') ORDER BY place)
        FROM (SELECT definition FROM type_versions WHERE type_id = t.id ORDER BY version DESC LIMIT 1) v,
          jsonb_array_elements(v.definition -> 'stages') WITH ORDINALITY AS s (stage, place)), '[]') AS stages
     FROM case_types t WHERE t.region_id = :regionId ORDER BY t.position, t.id`,
    { regionId },
  );
  return rows;
}

/** Returns the centres with these ids, in the region's order. */
export function centresNamed(knex: Knex, ids: readonly string[]): Promise<Named[]> {
  return knex('centres').select<Named[]>('id', 'name', 'name_en').whereIn('id', ids).orderBy(['position', 'id']);
}

/** Returns the names of officers by id. */
export async function officerNames(knex: Knex, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await knex('officers').select<{ id: string; name: string }[]>('id', 'name').whereIn('id', ids);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Returns a centre of this region; undefined when it has none with this id. */
export const placeOf = async (knex: Knex, regionId: string, centreId: string): Promise<Centre | undefined> =>
  Centre.query(knex).findOne({ id: centreId, region_id: regionId });
