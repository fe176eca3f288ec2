/** Statements by which a setup file is installed. Each is an upsert limited to its own region; false means that the id is another's. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import type { OfficerRole } from '../domain/policies.ts';

interface Named {
  id: string;
  name: string;
  nameEn: string;
}
interface Placed extends Named {
  position: number;
}

export async function keepRegion(tx: Knex.Transaction, { id, name, nameEn }: Named): Promise<void> {
  await tx('regions').insert({ id, name, name_en: nameEn }).onConflict('id').merge(['name', 'name_en']);
}

const changed = async (query: Knex.QueryBuilder): Promise<boolean> => ((await query.returning('id')) as unknown[]).length > 0;

export const keepCentre = (
  tx: Knex.Transaction,
  regionId: string,
  { id, name, nameEn, bureau, bureauEn, position }: Placed & { bureau: string; bureauEn: string },
): Promise<boolean> =>
  changed(
    tx('centres')
      .insert({ id, region_id: regionId, bureau, bureau_en: bureauEn, name, name_en: nameEn, position })
      .onConflict('id')
      .merge(['bureau', 'bureau_en', 'name', 'name_en', 'position'])
      .where('centres.region_id', regionId),
  );

export const keepGroup = (tx: Knex.Transaction, regionId: string, centreId: string, group: Placed): Promise<boolean> =>
  changed(
    tx('handling_groups')
      .insert({ id: group.id, region_id: regionId, centre_id: centreId, name: group.name, name_en: group.nameEn, position: group.position })
      .onConflict('id')
      .merge(['name', 'name_en', 'position'])
      .where('handling_groups.centre_id', centreId),
  );

export const keepType = (tx: Knex.Transaction, regionId: string, type: Placed & { kind: CaseKind }): Promise<boolean> =>
  changed(
    tx('case_types')
      .insert({ id: type.id, kind: type.kind, region_id: regionId, name: type.name, name_en: type.nameEn, position: type.position })
      .onConflict('id')
      .merge(['name', 'name_en', 'position'])
      .where({ 'case_types.region_id': regionId, 'case_types.kind': type.kind }),
  );

/** Returns the ids of all types of a region. */
export const typesOfRegion = (tx: Knex.Transaction, regionId: string): Promise<string[]> =>
  tx('case_types').where({ region_id: regionId }).pluck<string[]>('id');

/**
 * True when the region knows the host's key already.
 * @param jwksUrl null for a key that is a shared secret: it is replaced on the administrator's page, not here
 */
export const hasHostKey = async (tx: Knex.Transaction, regionId: string, issuer: string, jwksUrl: string | null): Promise<boolean> =>
  (await tx('host_keys').where({ region_id: regionId, issuer, jwks_url: jwksUrl }).first<{ id: string } | undefined>('id')) !== undefined;

interface KnownOfficer {
  id: string;
  regionId: string;
  centreId: string | null;
  role: OfficerRole;
}

/** Returns those of these logins that officers have. */
export const loginsAmong = (knex: Knex, logins: readonly string[]): Promise<string[]> =>
  knex('officers').whereIn('login', logins).pluck<string[]>('login');

export const officerOf = (tx: Knex.Transaction, login: string): Promise<KnownOfficer | undefined> =>
  tx('officers').where({ login }).first<KnownOfficer | undefined>('id', 'region_id AS regionId', 'centre_id AS centreId', 'role');

/** @returns the officer's id */
export async function addOfficer(
  tx: Knex.Transaction,
  officer: Omit<KnownOfficer, 'id'> & { login: string; name: string; passwordHash: string },
): Promise<string> {
  const [row] = await tx('officers')
    .insert({
      region_id: officer.regionId,
      centre_id: officer.centreId,
      role: officer.role,
      login: officer.login,
      name: officer.name,
      password_hash: officer.passwordHash,
    })
    .returning<{ id: string }[]>('id');
  if (row === undefined) throw new Error('an insert returned no row');
  return row.id;
}

/** Sets an officer's skills to exactly these types. */
export const setSkills = (tx: Knex.Transaction, officerId: string, typeIds: readonly string[]): Promise<void> =>
  setExactly(tx, 'officer_skills', 'type_id', officerId, typeIds);

/** Sets an officer's groups to exactly these. */
export const setGroups = (tx: Knex.Transaction, officerId: string, groupIds: readonly string[]): Promise<void> =>
  setExactly(tx, 'group_members', 'group_id', officerId, groupIds);

async function setExactly(
  tx: Knex.Transaction,
  table: 'officer_skills' | 'group_members',
  column: 'type_id' | 'group_id',
  officerId: string,
  ids: readonly string[],
): Promise<void> {
  await tx(table).where({ officer_id: officerId }).whereNotIn(column, ids).delete();
  if (ids.length === 0) return;
  await tx(table)
    .insert(ids.map((id) => ({ officer_id: officerId, [column]: id })))
    .onConflict([column, 'officer_id'])
    .ignore();
}
