/** Settings as an administrator keeps them: stored values with their versions, written only over the version that was seen. */
import { isDeepStrictEqual } from 'node:util';

import type { Knex } from 'knex';

import { boardKind } from '../domain/kinds.ts';
import type { SettingKey, SettingScope } from '../domain/settings.ts';
import type { SettingRow } from './settings.ts';

export interface KeptSetting extends SettingRow {
  version: number;
  updated_at: Date;
}

/** What is stored for a region and, where one is given, for one of its centres. */
export async function keptSettings(knex: Knex, regionId: string, centreId: string | null): Promise<KeptSetting[]> {
  const { rows } = await knex.raw<{ rows: KeptSetting[] }>(
    `SELECT scope, key, value, version, updated_at FROM settings
     WHERE (scope = 'region' AND scope_id = :regionId) OR (scope = 'centre' AND scope_id = :centreId)`,
    { regionId, centreId: centreId ?? '' },
  );
  return rows;
}

/** A value to be stored, or null to have none and inherit. */
export interface SettingChange {
  key: SettingKey;
  /** As it was when the administrator looked; null when nothing was stored. */
  version: number | null;
  value: { stored: unknown } | null;
}

/**
 * Lets one administrator at a time change the settings of a region and its centres: what is checked across them stays true.
 */
export const lockSettings = (tx: Knex.Transaction, regionId: string): Knex.Raw =>
  tx.raw(`SELECT pg_advisory_xact_lock(hashtextextended('settings:' || :regionId, 0))`, { regionId });

/** Whether somebody else has been there since, and has left something else than what is wanted. */
export function isOvertaken(change: SettingChange, kept: KeptSetting | undefined): boolean {
  return (kept?.version ?? null) !== change.version && !isKept(change, kept);
}

/** Whether it is already as wanted. */
export const isKept = ({ value }: SettingChange, kept: KeptSetting | undefined): boolean =>
  value === null || kept === undefined ? value === null && kept === undefined : isDeepStrictEqual(value.stored, kept.value);

/** Stores one change. */
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

/** A stored value, wherever it is in force. */
export interface StoredSetting {
  scope: SettingScope;
  scopeId: string;
  key: SettingKey;
  value: unknown;
}

/** What is stored under a key, in every region and centre. */
export const storedSettings = async (knex: Knex, key: SettingKey): Promise<StoredSetting[]> =>
  await knex('settings').where({ key }).select<StoredSetting[]>('scope', 'scope_id AS scopeId', 'key', 'value');

/** Stores the same value with its secrets sealed anew, unless somebody has changed it meanwhile. @returns how many rows */
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

/** The centres of a region, in its order. */
export const centresOfRegion = (knex: Knex, regionId: string): Promise<Place[]> =>
  knex('centres').where({ region_id: regionId }).orderBy(['position', 'id']).select<Place[]>('id', 'name', 'name_en');

/** The longest limit of a stage in each centre, by the newest versions of the region's active types of work order. */
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
