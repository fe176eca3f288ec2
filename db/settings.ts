/** Settings in force. They are read when they are needed, so a change needs no restart. */
import type { Knex } from 'knex';

import { acceptsSetting, settingsFrom, type SettingLayers, type SettingScope, type Settings } from '../domain/settings.ts';
import { prepared } from './prepared.ts';

export interface SettingRow {
  scope: SettingScope;
  /** Key of a setting, unless another version of the product wrote it. */
  key: string;
  value: unknown;
}

/** Returns the settings of a region, or of one of its centres, whose values take precedence. */
export async function settingsOf(knex: Knex, regionId: string, centreId: string | null = null): Promise<Settings> {
  const { rows } = await prepared<SettingRow>(
    knex,
    `SELECT scope, key, value FROM settings
     WHERE (scope = 'region' AND scope_id = :regionId) OR (scope = 'centre' AND scope_id = :centreId)`,
    { regionId, centreId: centreId ?? '' },
  );
  return settingsFromRows(rows);
}

/** Returns the settings in force in each of these centres of a region. */
export async function settingsOfCentres(knex: Knex, regionId: string, centreIds: readonly string[]): Promise<Map<string, Settings>> {
  const rows = await knex('settings')
    .where({ scope: 'region', scope_id: regionId })
    .orWhere((of) => {
      void of.where({ scope: 'centre' }).whereIn('scope_id', centreIds);
    })
    .select<(SettingRow & { scope_id: string })[]>('scope', 'scope_id', 'key', 'value');
  return new Map(
    centreIds.map((id) => [id, settingsFromRows(rows.filter(({ scope, scope_id }) => scope === 'region' || scope_id === id))]),
  );
}

/** Returns settings from stored rows; a centre's value takes precedence over its region's. */
export const settingsFromRows = (rows: readonly SettingRow[]): Settings => settingsFrom(layersOf(rows));

/** Groups the rows of a region and one of its centres by scope. */
export function layersOf(rows: readonly SettingRow[]): SettingLayers {
  const layer = (scope: SettingScope): Record<string, unknown> =>
    Object.fromEntries(rows.filter((row) => row.scope === scope).map(({ key, value }) => [key, value]));
  return { region: layer('region'), centre: layer('centre') };
}

/** Returns the exact origins of all sites that any region allows to embed the window. */
export async function frameOrigins(knex: Knex): Promise<string[]> {
  const values: unknown[] = await knex('settings').where({ scope: 'region', key: 'entry.origins' }).pluck<unknown[]>('value');
  const origins = values
    .flatMap((value) => settingsFrom({ region: { 'entry.origins': value } })['entry.origins'])
    .map((url) => new URL(url).origin);
  return [...new Set(origins)].sort();
}

/** Returns stored settings that this version does not accept. The next value in the order of precedence is in force instead. */
export async function rejectedSettings(knex: Knex): Promise<{ scope: SettingScope; scopeId: string; key: string }[]> {
  const rows = await knex('settings').select<(SettingRow & { scope_id: string })[]>('scope', 'scope_id', 'key', 'value').limit(mostRows);
  return rows
    .filter(({ scope, key, value }) => !acceptsSetting(scope, key, value))
    .map(({ scope, scope_id, key }) => ({ scope, scopeId: scope_id, key }));
}

/** Maximum number of rows to check, far more than there can be settings of regions and centres. */
const mostRows = 100_000;
