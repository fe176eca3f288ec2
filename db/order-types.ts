/** Types of work order as their administrator keeps them. What a type says has versions, and none is ever changed. */
import type { Knex } from 'knex';

import type { WorkOrderDefinition } from '../domain/work-order/type.ts';

export interface OrderTypeRow {
  id: string;
  name: string;
  name_en: string;
  active: boolean;
  /** The one in force, and since when it is. */
  version: number;
  changed_at: Date;
  definition: WorkOrderDefinition;
  /** Open orders of any version. */
  running: number;
}

/** The types of a region by the newest version of each, withdrawn ones too, or those only that orders are taken of. */
export async function orderTypes(knex: Knex, regionId: string, which: 'all' | 'active'): Promise<OrderTypeRow[]> {
  const { rows } = await knex.raw<{ rows: OrderTypeRow[] }>(
    `${newest} WHERE t.region_id = :regionId AND t.kind = 'work-order' AND (t.active OR :all) ORDER BY t.position, t.id`,
    { regionId, all: which === 'all' },
  );
  return rows;
}

/** @throws Error when there is none of this id */
export async function orderType(knex: Knex, id: string): Promise<OrderTypeRow> {
  const { rows } = await knex.raw<{ rows: OrderTypeRow[] }>(`${newest} WHERE t.id = :id AND t.kind = 'work-order'`, { id });
  const [row] = rows;
  if (!row) throw new Error(`no type of work order ${id}`);
  return row;
}

/** Open orders are counted by their to-dos, centre by centre, as the index has them. */
const newest = `
  SELECT t.id, t.name, t.name_en, t.active, v.version, v.created_at AS changed_at, v.definition,
    (SELECT count(*) FROM centres z JOIN tasks k ON k.centre_id = z.id AND k.type_id = t.id WHERE z.region_id = t.region_id) AS running
  FROM case_types t
  JOIN LATERAL (SELECT version, created_at, definition FROM work_order_versions WHERE type_id = t.id ORDER BY version DESC LIMIT 1) v ON true`;

export interface GroupRow {
  id: string;
  name: string;
  name_en: string;
  centre_name: string;
  centre_name_en: string;
  members: number;
}

/** The groups of a region that can handle a stage, each with how many work in it. */
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

export interface WantedOrderType {
  id: string;
  regionId: string;
  name: string;
  nameEn: string;
  active: boolean;
  definition: WorkOrderDefinition;
  officerId: string;
}

/** What became of it: the version in force now, and which parts are not as they were. */
export interface KeptOrderType {
  version: number;
  changed: readonly ('created' | 'name' | 'active' | 'definition')[];
}

/**
 * Keeps a type as wanted: a new version where its definition differs. Whoever keeps the same type at the same moment waits, so
 * that no version has one number twice.
 * @param tx everything of it becomes true together
 * @returns `elsewhere` when the id is that of another region, or of a type of another kind
 */
export async function keepOrderType(tx: Knex.Transaction, wanted: WantedOrderType): Promise<KeptOrderType | 'elsewhere'> {
  const { id, regionId, name, nameEn, active, officerId } = wanted;
  const created = await insertType(tx, wanted);
  const type = await tx('case_types').where({ id, region_id: regionId, kind: 'work-order' }).forUpdate().first<TypeRow | undefined>();
  if (!type) return 'elsewhere';
  const definition = JSON.stringify(wanted.definition);
  const last = await lastVersion(tx, id, definition);
  const changed: KeptOrderType['changed'][number][] = created ? ['created'] : [];
  if (type.name !== name || type.name_en !== nameEn) changed.push('name');
  if (type.active !== active) changed.push('active');
  if (changed.length > 0) await tx('case_types').where({ id }).update({ name, name_en: nameEn, active });
  if (last?.same) return { version: last.version, changed };
  const version = (last?.version ?? 0) + 1;
  await tx('work_order_versions').insert({ type_id: id, version, definition, created_by: officerId });
  return { version, changed: [...changed, 'definition'] };
}

interface TypeRow {
  name: string;
  name_en: string;
  active: boolean;
}

/** Makes the row of a new type, after the others of its region; false when there is one of this id, wherever. */
async function insertType(tx: Knex.Transaction, { id, regionId, name, nameEn, active }: WantedOrderType): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: unknown[] }>(
    `INSERT INTO case_types (id, kind, region_id, name, name_en, active, position)
     SELECT :id, 'work-order', :regionId, :name, :nameEn, :active, coalesce(max(position) + 1, 0) FROM case_types WHERE region_id = :regionId
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    { id, regionId, name, nameEn, active },
  );
  return rows.length > 0;
}

/** Compared by what it says, not by the order in which its parts are written. */
async function lastVersion(
  tx: Knex.Transaction,
  typeId: string,
  definition: string,
): Promise<{ version: number; same: boolean } | undefined> {
  const { rows } = await tx.raw<{ rows: { version: number; same: boolean }[] }>(
    `SELECT version, definition = :definition::jsonb AS same FROM work_order_versions
     WHERE type_id = :typeId ORDER BY version DESC LIMIT 1`,
    { typeId, definition },
  );
  return rows[0];
}
