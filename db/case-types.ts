/** Types of cases as an administrator maintains them. Definitions are versioned and immutable. */
import type { Knex } from 'knex';

import type { DefinedKind, Definitions } from '../domain/kinds.ts';

export interface CaseTypeRow<K extends DefinedKind> {
  id: string;
  name: string;
  name_en: string;
  active: boolean;
  /** Version in force, and the time since when. */
  version: number;
  changed_at: Date;
  definition: Definitions[K];
  /** Number of open cases of any version. */
  running: number;
}

/** Returns the newest version of each type of a region, including withdrawn types unless only active ones are wanted. */
export async function caseTypes<K extends DefinedKind>(
  knex: Knex,
  kind: K,
  regionId: string,
  which: 'all' | 'active',
): Promise<CaseTypeRow<K>[]> {
  const { rows } = await knex.raw<{ rows: CaseTypeRow<K>[] }>(
    `${newest} WHERE t.region_id = :regionId AND t.kind = :kind AND (t.active OR :all) ORDER BY t.position, t.id`,
    { kind, regionId, all: which === 'all' },
  );
  return rows;
}

/** @throws Error when there is no type with this id */
export async function caseType<K extends DefinedKind>(knex: Knex, kind: K, id: string): Promise<CaseTypeRow<K>> {
  const { rows } = await knex.raw<{ rows: CaseTypeRow<K>[] }>(`${newest} WHERE t.id = :id AND t.kind = :kind`, { id, kind });
  const [row] = rows;
  if (!row) throw new Error(`no type ${id} of ${kind}`);
  return row;
}

/** Open cases are counted by their to-dos, centre by centre, as the index is ordered. */
const newest = `
  SELECT t.id, t.name, t.name_en, t.active, v.version, v.created_at AS changed_at, v.definition,
    (SELECT count(*) FROM centres z JOIN tasks k ON k.centre_id = z.id AND k.type_id = t.id WHERE z.region_id = t.region_id) AS running
  FROM case_types t
  JOIN LATERAL (SELECT version, created_at, definition FROM type_versions WHERE type_id = t.id ORDER BY version DESC LIMIT 1) v ON true`;

export interface WantedType<K extends DefinedKind> {
  id: string;
  kind: K;
  regionId: string;
  name: string;
  nameEn: string;
  active: boolean;
  definition: Definitions[K];
  officerId: string;
}

/** Result of storing a type: the version in force, and the parts that changed. */
export interface KeptType {
  version: number;
  changed: readonly ('created' | 'name' | 'active' | 'definition')[];
}

/**
 * Stores a type, with a new version when its definition differs. Concurrent calls for the same type wait for each other, so that version
 * numbers are unique.
 * @param tx transaction of all changes to the type
 * @returns `elsewhere` when the id belongs to another region or to a type of another kind
 */
export async function keepCaseType<K extends DefinedKind>(tx: Knex.Transaction, wanted: WantedType<K>): Promise<KeptType | 'elsewhere'> {
  const { id, kind, regionId, name, nameEn, active, officerId } = wanted;
  const created = await insertType(tx, wanted);
  const type = await tx('case_types').where({ id, region_id: regionId, kind }).forUpdate().first<TypeRow | undefined>();
  if (!type) return 'elsewhere';
  const definition = JSON.stringify(wanted.definition);
  const last = await lastVersion(tx, id, definition);
  const changed: KeptType['changed'][number][] = created ? ['created'] : [];
  if (type.name !== name || type.name_en !== nameEn) changed.push('name');
  if (type.active !== active) changed.push('active');
  if (changed.length > 0) await tx('case_types').where({ id }).update({ name, name_en: nameEn, active });
  if (last?.same) return { version: last.version, changed };
  const version = (last?.version ?? 0) + 1;
  await tx('type_versions').insert({ type_id: id, version, definition, created_by: officerId });
  return { version, changed: [...changed, 'definition'] };
}

interface TypeRow {
  name: string;
  name_en: string;
  active: boolean;
}

/** Inserts a new type after the others of its region; false when the id exists anywhere. */
async function insertType<K extends DefinedKind>(
  tx: Knex.Transaction,
  { id, kind, regionId, name, nameEn, active }: WantedType<K>,
): Promise<boolean> {
  const { rows } = await tx.raw<{ rows: unknown[] }>(
    `INSERT INTO case_types (id, kind, region_id, name, name_en, active, position)
     SELECT :id, :kind, :regionId, :name, :nameEn, :active, coalesce(max(position) + 1, 0) FROM case_types WHERE region_id = :regionId
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    { id, kind, regionId, name, nameEn, active },
  );
  return rows.length > 0;
}

/** Compares definitions by content, not by the order of their parts. */
async function lastVersion(
  tx: Knex.Transaction,
  typeId: string,
  definition: string,
): Promise<{ version: number; same: boolean } | undefined> {
  const { rows } = await tx.raw<{ rows: { version: number; same: boolean }[] }>(
    `SELECT version, definition = :definition::jsonb AS same FROM type_versions
     WHERE type_id = :typeId ORDER BY version DESC LIMIT 1`,
    { typeId, definition },
  );
  return rows[0];
}

/** Active type with its newest version. */
export interface VersionedType<K extends DefinedKind> {
  id: string;
  version: number;
  definition: Definitions[K];
}

/** Returns an active type of the region; undefined when there is none with this id. */
export async function currentType<K extends DefinedKind>(
  knex: Knex,
  kind: K,
  regionId: string,
  typeId: string,
): Promise<VersionedType<K> | undefined> {
  return await knex('case_types AS t')
    .join('type_versions AS v', 'v.type_id', 't.id')
    .where({ 't.id': typeId, 't.region_id': regionId, 't.kind': kind, 't.active': true })
    .orderBy('v.version', 'desc')
    .first<VersionedType<K> | undefined>('t.id', 'v.version', 'v.definition');
}

/**
 * Returns the definition of a type in a given version.
 * @throws Error when the version is missing, which the table does not allow
 */
export async function definitionOf<K extends DefinedKind>(
  knex: Knex,
  { kind, typeId, typeVersion }: { kind: K; typeId: string; typeVersion: number },
): Promise<Definitions[K]> {
  const row = await knex('type_versions')
    .where({ type_id: typeId, version: typeVersion })
    .first<{ definition: Definitions[K] } | undefined>('definition');
  if (!row) throw new Error(`type ${typeId} of ${kind} has no version ${String(typeVersion)}`);
  return row.definition;
}
