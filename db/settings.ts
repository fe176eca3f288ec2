/** Settings as they are in force now: read when they are needed, so that a change needs no restart. */
import type { Knex } from 'knex';

import { settingsFrom, type SettingKey, type Settings } from '../domain/settings.ts';
import { prepared } from './prepared.ts';

export interface SettingRow {
  scope: 'region' | 'centre';
  key: SettingKey;
  value: unknown;
}

/**
 * The settings of a region, or of one of its centres, whose values go before the region's.
 */
export async function settingsOf(knex: Knex, regionId: string, centreId: string | null = null): Promise<Settings> {
  const { rows } = await prepared<SettingRow>(
    knex,
    `SELECT scope, key, value FROM settings
     WHERE (scope = 'region' AND scope_id = :regionId) OR (scope = 'centre' AND scope_id = :centreId)`,
    { regionId, centreId: centreId ?? '' },
  );
  return settingsFromRows(rows);
}

/** Settings as they lie in their rows: what a centre says goes before what its region says. */
export function settingsFromRows(rows: readonly SettingRow[]): Settings {
  const layer = (scope: SettingRow['scope']): Map<string, unknown> =>
    new Map(rows.filter((row) => row.scope === scope).map(({ key, value }) => [key, value]));
  return settingsFrom(Object.fromEntries(layer('region')), Object.fromEntries(layer('centre')));
}

/** Every site that any region lets hold the window, as exact origins. */
export async function frameOrigins(knex: Knex): Promise<string[]> {
  const values: unknown[] = await knex('settings').where({ scope: 'region', key: 'entry.origins' }).pluck<unknown[]>('value');
  const origins = values.flatMap((value) => settingsFrom({ 'entry.origins': value })['entry.origins']).map((url) => new URL(url).origin);
  return [...new Set(origins)].sort();
}
