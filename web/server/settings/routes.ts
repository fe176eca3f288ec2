/** Settings of a region and its centres, for the region's administrator. */
import type { Knex } from 'knex';

import { centresOfRegion, keptSettings } from '../../../db/kept-settings.ts';
import { regionOf } from '../../../db/entry.ts';
import { rejectedSettings, settingsOf } from '../../../db/settings.ts';
import { unsettledYears } from '../../../domain/holidays/index.ts';
import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import type { Language } from '../../i18n/index.ts';
import { settingsAnswer, settingsBody, settingsQuery, settingsWarningsAnswer, type SettingsOfPlace } from '../../api/settings.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';
import { keepSettings } from './keep.ts';
import { presentSettings } from './present.ts';

const list = defineRoute({
  method: 'get',
  path: '/api/settings',
  tag: 'Settings',
  summary: 'Settings of the region or of one of its centres: values in force and their origin',
  access: 'officer',
  roles: ['administrator'],
  limit: 'read',
  query: settingsQuery,
  answers: { 200: settingsAnswer },
  handler: async ({ viewer, query, language }, { knex }) => ({
    status: 200,
    body: await settingsAt(knex, viewer, query.centreId ?? null, language),
  }),
});

const keep = defineRoute({
  method: 'put',
  path: '/api/settings',
  tag: 'Settings',
  summary: 'Change settings of the region or of one of its centres: all or none, in force at once',
  access: 'officer',
  roles: ['administrator'],
  limit: 'command',
  body: settingsBody,
  answers: { 200: settingsAnswer },
  faults: ['changed-meanwhile'],
  handler: async ({ viewer, body, requestId, language }, { knex, secrets }) => {
    // Checks that the centre belongs to the administrator's region.
    await settingsAt(knex, viewer, body.centreId, language);
    await keepSettings({ knex, secrets }, viewer, body, requestId);
    return { status: 200, body: await settingsAt(knex, viewer, body.centreId, language) };
  },
});

/** @throws Fault `invalid-request` for a centre of another region */
async function settingsAt(knex: Knex, { regionId }: OfficerViewer, centreId: string | null, language: Language): Promise<SettingsOfPlace> {
  const [region, centres, kept] = await Promise.all([
    regionOf(knex, regionId),
    centresOfRegion(knex, regionId),
    keptSettings(knex, regionId, centreId),
  ]);
  if (region === undefined) throw new Error(`an officer's region ${regionId} is not there`);
  const places = centres.map(({ id, name, name_en }) => ({ id, name: nameIn(language, name, name_en) }));
  const centre = places.find(({ id }) => id === centreId) ?? null;
  if (centreId !== null && centre === null) throw new Fault('invalid-request', { fields: [{ path: 'centreId', code: 'not-a-choice' }] });
  return {
    region: { id: region.id, name: nameIn(language, region.name, region.name_en) },
    centre,
    centres: places,
    items: presentSettings(kept, centre === null ? 'region' : 'centre'),
  };
}

/** Maximum number of rejected values listed. */
const mostRejected = 100;

const warnings = defineRoute({
  method: 'get',
  path: '/api/settings/warnings',
  tag: 'Settings',
  summary: 'Settings that need attention: years without confirmed holidays, and stored values that this version does not accept',
  access: 'officer',
  roles: ['administrator'],
  limit: 'read',
  answers: { 200: settingsWarningsAnswer },
  handler: async ({ viewer: { regionId }, language }, { knex }) => {
    const [region, centres, settings, rejected] = await Promise.all([
      regionOf(knex, regionId),
      centresOfRegion(knex, regionId),
      settingsOf(knex, regionId),
      rejectedSettings(knex),
    ]);
    const places = new Map([...(region ? [region] : []), ...centres].map(({ id, name, name_en }) => [id, nameIn(language, name, name_en)]));
    return {
      status: 200,
      body: {
        years: unsettledYears(settings['calendar.years'], dateOf(dayNumberOf(Date.now()))),
        rejected: rejected
          .flatMap(({ scopeId, key }) => (places.has(scopeId) ? [{ key, place: places.get(scopeId) ?? '' }] : []))
          .slice(0, mostRejected),
      },
    };
  },
});

export const settingRoutes = [list, warnings, keep];
