/**
 * Stores an administrator's changes to the settings of a region or of one of its centres.
 *
 * 1. All changes are stored, or none.
 * 2. A change is refused when another administrator has changed the value since it was read.
 * 3. Each value is checked by its own schema and against all others in force: no limit may be longer than its calendar can count.
 * 4. Secrets are stored sealed.
 * 5. Each change is audited with the values before and after, except secrets.
 */
import { isDeepStrictEqual } from 'node:util';

import type { Knex } from 'knex';

import { audit } from '../../../db/audit.ts';
import { centresOfRegion, isKept, isOvertaken, keepSetting, keptSettings, lockSettings, longestStages } from '../../../db/kept-settings.ts';
import type { KeptSetting, SettingChange } from '../../../db/kept-settings.ts';
import { layersOf } from '../../../db/settings.ts';
import { longestLimit } from '../../../domain/calendar.ts';
import { limitFaults } from '../../../domain/limit-check.ts';
import {
  settingSpec,
  settingsFrom,
  shownSetting,
  withSecrets,
  type SettingKey,
  type SettingScope,
  type Settings,
} from '../../../domain/settings.ts';
import type { SettingsBody } from '../../api/settings.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import { Fault, type FieldFault } from '../http/fault.ts';
import { fieldFaultsOf, firstFaults } from '../http/field-faults.ts';
import { calendarFrom } from '../cases/calendar.ts';
import type { Deps } from '../deps.ts';
import { sealedSetting } from './secrets.ts';

/**
 * @param body its centre belongs to the viewer's region
 * @throws Fault `invalid-request` with every wrong value, `changed-meanwhile` with every key that has changed
 */
export async function keepSettings(
  { knex, secrets }: Pick<Deps, 'knex' | 'secrets'>,
  viewer: OfficerViewer,
  { centreId, changes: wanted }: SettingsBody,
  requestId: string,
): Promise<void> {
  const { regionId } = viewer;
  const scope: SettingScope = centreId === null ? 'region' : 'centre';
  const scopeId = centreId ?? regionId;
  await knex.transaction(async (tx) => {
    await lockSettings(tx, regionId);
    const kept = await keptSettings(tx, regionId, centreId);
    const storedOf = (key: SettingKey): KeptSetting | undefined => kept.find((row) => row.scope === scope && row.key === key);
    const sealed = (key: SettingKey, value: unknown) => sealedSetting(secrets, [scope, scopeId], key, value);
    const changes = changesOf(wanted, scope, (key) => storedOf(key)?.value, sealed);
    const overtaken = changes.flatMap((change, i) =>
      isOvertaken(change, storedOf(change.key)) ? [{ path: `changes.${String(i)}.version`, code: 'changed-meanwhile' as const }] : [],
    );
    if (overtaken.length > 0) throw new Fault('changed-meanwhile', { fields: overtaken });
    const due = changes.filter((change) => !isKept(change, storedOf(change.key)));
    for (const change of due) await keepSetting(tx, scope, scopeId, change);
    const beyond = await beyondCalendars(tx, regionId, centreId, changes);
    // The transaction is rolled back, including the values written so far.
    if (beyond.length > 0) throw new Fault('invalid-request', { fields: beyond });
    for (const change of due) await auditChange(tx, { viewer, requestId, scope, scopeId }, change, storedOf(change.key)?.value);
  });
}

/** Returns the changes with validated values. @throws Fault `invalid-request` */
function changesOf(
  wanted: SettingsBody['changes'],
  scope: SettingScope,
  storedOf: (key: SettingKey) => unknown,
  sealed: (key: SettingKey, value: unknown) => unknown,
): SettingChange[] {
  const fields: FieldFault[] = [];
  const changes = wanted.map((change, i): SettingChange => {
    const { key, version } = change;
    const { scopes, schema } = settingSpec(key);
    if (!scopes.includes(scope)) fields.push({ path: `changes.${String(i)}.key`, code: 'not-a-choice' });
    if (change.to === 'inherit') return { key, version, value: null };
    const entered = withSecrets(key, change.value, storedOf(key));
    const parsed = schema.safeParse(entered);
    if (parsed.success) return { key, version, value: { stored: sealed(key, parsed.data) } };
    const at = `changes.${String(i)}.value`;
    fields.push(
      ...firstFaults(fieldFaultsOf(parsed.error.issues, entered)).map(({ path, ...fault }) => ({
        ...fault,
        path: path === '' ? at : `${at}.${path}`,
      })),
    );
    return { key, version, value: null };
  });
  if (fields.length > 0) throw new Fault('invalid-request', { fields });
  return changes;
}

/** A changed limit is reported at its own key; a limit that a changed calendar makes impossible, at the calendar. */
async function beyondCalendars(
  tx: Knex.Transaction,
  regionId: string,
  centreId: string | null,
  changes: readonly SettingChange[],
): Promise<FieldFault[]> {
  const now = Date.now();
  const centres = centreId === null ? (await centresOfRegion(tx, regionId)).map(({ id }) => id) : [centreId];
  const stages = await longestStages(tx, regionId);
  const calendarChange = changes.findIndex(({ key }) => settingSpec(key).group === 'calendar');
  const faults = new Map<number, FieldFault>();
  for (const id of [null, ...centres]) {
    if (id === null && centreId !== null) continue;
    const settings: Settings = settingsFrom(layersOf(await keptSettings(tx, regionId, id)));
    const longest = longestLimit(calendarFrom(settings, now), now);
    const found: { key: SettingKey | null; most: number }[] = limitFaults(settings, longest);
    if ((stages.get(id ?? '') ?? 0) > longest) found.push({ key: null, most: Math.floor(longest) });
    for (const { key, most } of found) {
      const own = changes.findIndex((change) => change.key === key);
      const place = own === -1 ? calendarChange : own;
      if (place !== -1) faults.set(place, { path: `changes.${String(place)}.value`, code: 'beyond-calendar', limit: most });
    }
  }
  return [...faults.values()];
}

interface Circumstances {
  viewer: OfficerViewer;
  requestId: string;
  scope: SettingScope;
  scopeId: string;
}

async function auditChange(
  tx: Knex.Transaction,
  { viewer, requestId, scope, scopeId }: Circumstances,
  change: SettingChange,
  before: unknown,
): Promise<void> {
  const { key, value } = change;
  const written = (shown: unknown): string | null => (shown === undefined ? null : JSON.stringify(shownSetting(key, shown)));
  const secretsOf = (whole: unknown): unknown[] =>
    settingSpec(key).secrets.map((name) =>
      typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[name] : undefined,
    );
  await audit(tx, {
    actor: viewer,
    regionId: viewer.regionId,
    action: value === null ? 'reset' : 'change',
    objectKind: 'setting',
    objectId: `${scope}:${scopeId}:${key}`,
    requestId,
    detail: {
      before: written(before),
      after: written(value?.stored),
      ...(settingSpec(key).secrets.length > 0 && { secretsChanged: !isDeepStrictEqual(secretsOf(before), secretsOf(value?.stored)) }),
    },
  });
}
