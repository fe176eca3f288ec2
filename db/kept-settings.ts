/** Stored settings for an administrator: values with versions, updated by optimistic locking. */
import { isDeepStrictEqual } from 'node:util';

import type { Knex } from 'knex';

import { boardKind } from '../domain/kinds.ts';
import type { SettingKey, SettingScope } from '../domain/settings.ts';
import type { SettingRow } from './settings.ts';

export interface KeptSetting extends SettingRow {
  version: number;
  updated_at: Date;
}

/** Returns the stored values of a region and, if given, of one of its centres. */
export async function keptSettings(knex: Knex, regionId: string, centreId: string | null): Promise<KeptSetting[]> {
  const { rows } = await knex.raw<{ rows: KeptSetting[] }>(
    `SELECT scope, key, value, version, updated_at FROM settings
     WHERE (scope = 'region' AND scope_id = :regionId) OR (scope = 'centre' AND scope_id = :centreId)`,
    { regionId, centreId: centreId ?? '' },
  );
  return rows;
}

/** Change of a setting; a null value removes the stored one, so that the setting is inherited. */
export interface SettingChange {
  key: SettingKey;
  /** Version that the administrator saw; null when nothing was stored. */
  version: number | null;
  value: { stored: unknown } | null;
}

/** Locks the settings of a region and its centres until commit, so that checks across settings stay valid. */
export const lockSettings = (tx: Knex.Transaction, regionId: string): Knex.Raw =>
  tx.raw(`SELECT pg_advisory_xact_lock(hashtextextended('settings:' || :regionId, 0))`, { regionId });

/** True when somebody else has stored a different value in the meantime. */
export function isOvertaken(change: SettingChange, kept: KeptSetting | undefined): boolean {
  return (kept?.version ?? null) !== change.version && !isKept(change, kept);
}

/** True when the wanted value is already stored. */
export const isKept = ({ value }: SettingChange, kept: KeptSetting | undefined): boolean =>
  value === null || kept === undefined ? value === null && kept === undefined : isDeepStrictEqual(value.stored, kept.value);

/** Stores a change. */
export async function keepSetting(
  tx: Knex.Transaction,
  scope: SettingScope,
  scopeId: string,
  { key, value }: SettingChange,
): Promise<void> {
  if (value === null) await tx('settings').where({ scope, scope_id: scopeId, key }).delete();
  else {
    await tx('settings')
      .insert({ scope, scope_id: scopeId, key, value: JSON.stringify(value.stored) })
      .onConflict(['scope', 'scope_id', 'key'])
      .merge(['value']);
  }
}

/** Stored value with its scope. */
export interface StoredSetting {
  scope: SettingScope;
  scopeId: string;
  key: SettingKey;
  value: unknown;
}

/** Returns the stored values of a key in all regions and centres. */
export const storedSettings = async (knex: Knex, key: SettingKey): Promise<StoredSetting[]> =>
  await knex('settings').where({ key }).select<StoredSetting[]>('scope', 'scope_id AS scopeId', 'key', 'value');

/** Stores the same value with newly sealed secrets, unless it has changed meanwhile. @returns number of updated rows */
export const resealSetting = async (knex: Knex, { scope, scopeId, key, value }: StoredSetting, sealed: unknown): Promise<number> =>
  await knex('settings')
    .where({ scope, scope_id: scopeId, key })
    .whereRaw('value = ?::jsonb', [JSON.stringify(value)])
    .update({ value: JSON.stringify(sealed) });

export interface Place {
  id: string;
  name: string;
  name_en: string;
}

/** Returns the centres of a region, in its order. */
export const centresOfRegion = (knex: Knex, regionId: string): Promise<Place[]> =>
  knex('centres').where({ region_id: regionId }).orderBy(['position', 'id']).select<Place[]>('id', 'name', 'name_en');

/** Returns the longest limit of a stage per centre, from the newest versions of the region's active types of work order. */
export async function longestStages(knex: Knex, regionId: string): Promise<Map<string, number>> {
  const { rows } = await knex.raw<{ rows: { centre_id: string; minutes: number }[] }>(
    `SELECT g.centre_id, max((s.stage ->> 'limitMinutes')::float8) AS minutes
     FROM case_types t
     JOIN LATERAL (SELECT definition FROM type_versions WHERE type_id = t.id ORDER BY version DESC LIMIT 1) v ON true
     CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'stages') AS s (stage)
     JOIN handling_groups g ON g.id = s.stage ->> 'groupId'
     WHERE t.region_id = :regionId AND t.kind = '${boardKind}' AND t.active
     GROUP BY g.centre_id`,
    { regionId },
  );
  return new Map(rows.map(({ centre_id, minutes }) => [centre_id, minutes]));
}
