/** Types of cases as their administrator keeps them. What a type says has versions, and none is ever changed. */
import type { Knex } from 'knex';

import type { DefinedKind, Definitions } from '../domain/kinds.ts';

export interface CaseTypeRow<K extends DefinedKind> {
  id: string;
  name: string;
  name_en: string;
  active: boolean;
  /** The one in force, and since when it is. */
  version: number;
  changed_at: Date;
  definition: Definitions[K];
  /** Open cases of any version. */
  running: number;
}

/** The types of a region by the newest version of each, withdrawn ones too, or those only of which cases begin. */
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

/** @throws Error when there is none of this id */
export async function caseType<K extends DefinedKind>(knex: Knex, kind: K, id: string): Promise<CaseTypeRow<K>> {
  const { rows } = await knex.raw<{ rows: CaseTypeRow<K>[] }>(`${newest} WHERE t.id = :id AND t.kind = :kind`, { id, kind });
  const [row] = rows;
  if (!row) throw new Error(`no type ${id} of ${kind}`);
  return row;
}

/** Open cases are counted by their to-dos, centre by centre, as the index has them. */
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

/** What became of it: the version in force now, and which parts are not as they were. */
export interface KeptType {
  version: number;
  changed: readonly ('created' | 'name' | 'active' | 'definition')[];
}

/**
 * Keeps a type as wanted: a new version where its definition differs. Whoever keeps the same type at the same moment waits, so
 * that no version has one number twice.
 * @param tx everything of it becomes true together
 * @returns `elsewhere` when the id is that of another region, or of a type of another kind
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

/** Makes the row of a new type, after the others of its region; false when there is one of this id, wherever. */
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

/** Compared by what it says, not by the order in which its parts are written. */
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

/** A type of which cases begin, as it is now. */
export interface VersionedType<K extends DefinedKind> {
  id: string;
  version: number;
  definition: Definitions[K];
}

/** A type of the region of which cases begin; undefined when there is none of this id. */
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
 * A type as it was when a case of this version began.
 * @throws Error when the version is gone, which the table does not allow
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
