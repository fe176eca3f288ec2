import type { KeptSetting } from '../../../db/kept-settings.ts';
import { layersOf } from '../../../db/settings.ts';
import { settingFound, settingKeys, settingSpec, shownSetting, type SettingScope } from '../../../domain/settings.ts';
import type { SettingItem } from '../../api/settings.ts';

/** Presents the settings of a region or a centre, with the value in force and its origin. */
export function presentSettings(kept: readonly KeptSetting[], scope: SettingScope): SettingItem[] {
  const layers = layersOf(kept);
  return settingKeys
    .filter((key) => settingSpec(key).scopes.includes(scope))
    .map((key) => {
      const found = settingFound(key, layers);
      const inherited = settingFound(key, { region: scope === 'centre' ? layers.region : undefined });
      const own = kept.find((row) => row.scope === scope && row.key === key);
      return {
        key,
        group: settingSpec(key).group,
        value: shownSetting(key, found.value),
        from: found.from,
        inherited: shownSetting(key, inherited.value),
        own: own !== undefined,
        version: own?.version ?? null,
        changedAt: own?.updated_at.toISOString() ?? null,
        rejected: found.rejected.includes(scope),
        secretsSet: secretsIn(key, found.value),
      };
    });
}

const secretsIn = (key: (typeof settingKeys)[number], value: unknown): string[] =>
  settingSpec(key).secrets.filter((name) => typeof value === 'object' && value !== null && Object.hasOwn(value, name));
