import type { Knex } from 'knex';

import { bookingsDuring, type Booking } from '../../../db/slots/bookings.ts';
import { closuresOf } from '../../../db/slots/closures.ts';
import { groundOf } from '../../../db/slots/ground.ts';
import { centresOfRegion, keptSettings, type Place } from '../../../db/kept-settings.ts';
import { layersOf } from '../../../db/settings.ts';
import { settingsFrom, type SettingLayers } from '../../../domain/settings.ts';
import { touchesOf, type Touch } from '../../../domain/slots/touched.ts';
import type { SettingsBody } from '../../api/settings.ts';
import { mostTouched, type Touched, type TouchedBooking } from '../../api/slot-calendar.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';

export type Found = Booking & { centre: Place; why: Touch };

/**
 * Returns the bookings that do not fit any more after these changes of settings, and fit before.
 * @param body its centre belongs to the region
 */
export async function touchedByChanges(knex: Knex, regionId: string, { centreId, changes }: SettingsBody, now: number): Promise<Found[]> {
  const centres = (await centresOfRegion(knex, regionId)).filter(({ id }) => centreId === null || id === centreId);
  const scope = centreId === null ? 'region' : 'centre';
  const found: Found[] = [];
  for (const centre of centres) {
    const bookings = await bookingsDuring(knex, centre.id, now, null);
    if (bookings.length === 0) continue;
    const closures = await closuresOf(knex, centre.id, now);
    const layers = layersOf(await keptSettings(knex, regionId, centre.id));
    const touches = (as: SettingLayers) => touchesOf(groundOf(settingsFrom(as), closures, now), bookings);
    const [before, after] = [touches(layers), touches({ ...layers, [scope]: changed(layers[scope] ?? {}, changes) })];
    found.push(
      ...bookings.flatMap((booking, i) => {
        const why = after[i] ?? null;
        return why === null || (before[i] ?? null) !== null ? [] : [{ ...booking, centre, why }];
      }),
    );
  }
  return found.toSorted((a, b) => a.startsAt - b.startsAt);
}

function changed(layer: NonNullable<SettingLayers['region']>, changes: SettingsBody['changes']): NonNullable<SettingLayers['region']> {
  const values = new Map(Object.entries(layer));
  for (const change of changes)
    if (change.to === 'inherit') values.delete(change.key);
    else values.set(change.key, change.value);
  return Object.fromEntries(values);
}

/** Presents touched bookings; only the first ones by name. */
export async function presentTouched(knex: Knex, found: readonly Found[], language: Language): Promise<Touched> {
  const shown = found.slice(0, mostTouched);
  const types = await knex('case_types')
    .whereIn('id', [...new Set(shown.map(({ typeId }) => typeId))])
    .select<Place[]>('id', 'name', 'name_en');
  const nameOf = new Map(types.map(({ id, name, name_en }) => [id, nameIn(language, name, name_en)]));
  return {
    total: found.length,
    items: shown.map(({ caseId, number, typeId, centre, startsAt, endsAt, why }): TouchedBooking => ({
      caseId,
      number,
      typeName: nameOf.get(typeId) ?? typeId,
      centreName: nameIn(language, centre.name, centre.name_en),
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      why,
    })),
  };
}
