/** Seeds the demo: two regions, centres, officers, types, settings, keys, knowledge. Running it again does not change existing rows. */
import { randomBytes } from 'node:crypto';

import { hash } from 'argon2';
import type { Knex } from 'knex';

import { demoJwksPath } from '../../web/server/demo/announce.ts';
import { demoIssuer, demoRegions } from '../../web/server/demo/taxpayers.ts';
import { demoCentres, demoOfficers, demoPassword, type DemoOfficer } from './people.ts';
import { demoCentreSettings, demoRegionSettings } from './settings.ts';
import { seedAppointmentTypes } from './appointment/types.ts';
import { seedConversationTypes, teachConversationTypes } from './conversation/types.ts';
import { seedKnowledge } from './knowledge/load.ts';
import { seedMessageTypes, teachMessageTypes } from './message/types.ts';
import { seedServiceForms } from './service-form/types.ts';
import { seedWorkOrders } from './work-order/types.ts';

/** @param knex connection to a migrated database */
export async function seed(knex: Knex): Promise<void> {
  await knex.transaction(async (trx) => {
    const { binhai, yunling } = demoRegions;
    await trx('regions')
      .insert([binhai, yunling].map(({ id, name, nameEn }) => ({ id, name, name_en: nameEn })))
      .onConflict('id')
      .ignore();
    await trx('centres')
      .insert(
        demoCentres.map(({ id, region, bureau, bureauEn, name, nameEn }, position) => ({
          id,
          region_id: region,
          bureau,
          bureau_en: bureauEn,
          name,
          name_en: nameEn,
          position,
        })),
      )
      .onConflict('id')
      .ignore();
    await seedMessageTypes(trx);
    await seedConversationTypes(trx);
    await seedSettings(trx);
    await seedHostKeys(trx);
    await seedOfficers(trx);
    await teachConversationTypes(trx);
    await seedWorkOrders(trx);
    await seedServiceForms(trx);
    await seedAppointmentTypes(trx);
    await seedKnowledge(trx);
  });
}

async function seedSettings(trx: Knex.Transaction): Promise<void> {
  const rows = [
    ...Object.entries(demoRegionSettings()).flatMap(([id, values]) => rowsOf('region', id, values)),
    ...Object.entries(demoCentreSettings).flatMap(([id, values]) => rowsOf('centre', id, values)),
  ];
  await trx('settings').insert(rows).onConflict(['scope', 'scope_id', 'key']).ignore();
}

const rowsOf = (scope: 'region' | 'centre', scopeId: string, values: object) =>
  Object.entries(values).map(([key, value]) => ({ scope, scope_id: scopeId, key, value: JSON.stringify(value) }));

/** One region verifies the bureau by a shared secret, the other by its public key. */
async function seedHostKeys(trx: Knex.Transaction): Promise<void> {
  const keys = [
    { region_id: 'binhai', issuer: demoIssuer, algorithm: 'HS256', secret: randomBytes(32).toString('base64url'), jwks_url: null },
    { region_id: 'yunling', issuer: demoIssuer, algorithm: 'RS256', secret: null, jwks_url: `http://127.0.0.1:8080${demoJwksPath}` },
  ];
  const there = new Set(await trx('host_keys').where({ issuer: demoIssuer }).pluck<string[]>('region_id'));
  const missing = keys.filter(({ region_id }) => !there.has(region_id));
  if (missing.length > 0) await trx('host_keys').insert(missing);
}

async function seedOfficers(trx: Knex.Transaction): Promise<void> {
  const there = new Set(await trx('officers').pluck<string[]>('login'));
  const missing = demoOfficers.filter(({ login }) => !there.has(login));
  if (missing.length === 0) return;
  // One hash for all: their password is printed at every start, and hashing is slow by design.
  const passwordHash = await hash(demoPassword);
  for (const officer of missing) await seedOfficer(trx, officer, passwordHash);
}

/** Agents start on duty, so that the first 留言 is assigned. Each handles all types but one. */
async function seedOfficer(trx: Knex.Transaction, { login, name, role, region, centre }: DemoOfficer, passwordHash: string): Promise<void> {
  const [officer] = await trx('officers')
    .insert({
      region_id: region,
      centre_id: centre,
      role,
      login,
      name,
      password_hash: passwordHash,
      status: role === 'agent' ? 'online' : 'away',
    })
    .returning<{ id: string }[]>('id');
  if (officer === undefined || role !== 'agent') return;
  const colleagues = demoOfficers.filter((other) => other.centre === centre && other.role === 'agent');
  await teachMessageTypes(
    trx,
    officer.id,
    region,
    colleagues.findIndex((other) => other.login === login),
  );
}
