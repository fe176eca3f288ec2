/** Secrets in the settings: sealed when stored, opened where used. */
import type { Knex } from 'knex';

import { hostKeySecrets, resealHostKey } from '../../../db/host-keys.ts';
import { resealSetting, storedSettings } from '../../../db/kept-settings.ts';
import { settingsOf } from '../../../db/settings.ts';
import { settingKeys, settingSpec, type SettingKey, type SettingScope, type Settings } from '../../../domain/settings.ts';
import { gatewaySecretPlace, hostKeyPlace, isSealed, settingSecretPlace, type Secrets } from '../../../runtime/secrets.ts';

type Place = readonly [scope: SettingScope, scopeId: string];

/** Returns a value in stored form; sealed secrets stay as they are. */
export const sealedSetting = (secrets: Secrets, [scope, scopeId]: Place, key: SettingKey, value: unknown): unknown =>
  withEachSecret(key, value, (secret, name) =>
    isSealed(secret) ? secret : secrets.seal(settingSecretPlace(scope, scopeId, key, name), secret),
  );

function withEachSecret(key: SettingKey, value: unknown, change: (secret: string, name: string) => string): unknown {
  const { secrets } = settingSpec(key);
  if (secrets.length === 0 || value === null) return value;
  const named = value as Record<string, unknown>;
  const changed = secrets.flatMap((name) => {
    const secret = named[name];
    return typeof secret === 'string' ? [[name, change(secret, name)]] : [];
  });
  return { ...named, ...Object.fromEntries(changed) };
}

/** Returns a region's SMS gateway with its secret opened. @throws PlainError when the secret cannot be opened */
export async function openedGateway(knex: Knex, secrets: Secrets, regionId: string): Promise<Settings['sms.gateway']> {
  const gateway = (await settingsOf(knex, regionId))['sms.gateway'];
  return gateway && { ...gateway, secret: secrets.open(gatewaySecretPlace(regionId), gateway.secret) };
}

/**
 * Seals values that are stored in the clear or under an earlier APP_SECRET. Safe when two processes start at once.
 * @returns number of sealed values, and the places of those that could not be opened
 */
export async function sealStoredSecrets(knex: Knex, secrets: Secrets): Promise<{ sealed: number; unreadable: string[] }> {
  const unreadable: string[] = [];
  let sealed = 0;
  const anew = (place: string, stored: string): string => {
    if (secrets.isCurrent(stored)) return stored;
    try {
      return secrets.seal(place, secrets.open(place, stored));
    } catch {
      unreadable.push(place);
      return stored;
    }
  };
  for (const key of settingKeys.filter((each) => settingSpec(each).secrets.length > 0)) {
    for (const row of await storedSettings(knex, key)) {
      const value = withEachSecret(key, row.value, (secret, name) => anew(settingSecretPlace(row.scope, row.scopeId, key, name), secret));
      if (JSON.stringify(value) !== JSON.stringify(row.value)) sealed += await resealSetting(knex, row, value);
    }
  }
  for (const { id, secret } of await hostKeySecrets(knex)) {
    const text = anew(hostKeyPlace(id), secret);
    if (text !== secret) sealed += await resealHostKey(knex, id, secret, text);
  }
  return { sealed, unreadable };
}
