/** The booking form: its choices, limits and defaults. */
import type { Knex } from 'knex';

import { caseTypes } from '../../../db/case-types.ts';
import { identityOf } from '../../../db/entry.ts';
import { Centre } from '../../../db/models/index.ts';
import type { TaxpayerViewer } from '../../../domain/policies.ts';
import { maxDescriptionLength } from '../../api/appointment/appointment.ts';
import type { AppointmentForm } from '../../api/appointment/form.ts';
import type { Language } from '../../i18n/index.ts';
import { presentBureaus } from '../cases/bureaus.ts';
import { nameIn } from '../http/names.ts';
import { limitsOf } from '../uploads/limits.ts';

export async function bookingForm(knex: Knex, viewer: TaxpayerViewer, language: Language): Promise<AppointmentForm> {
  const [centres, types, identity, { upload }] = await Promise.all([
    Centre.query(knex).where({ region_id: viewer.regionId }).orderBy(['position', 'id']),
    caseTypes(knex, 'appointment', viewer.regionId, 'active'),
    identityOf(knex, viewer.id),
    limitsOf(viewer, knex),
  ]);
  const named = (name: string, nameEn: string): string => nameIn(language, name, nameEn);
  return {
    bureaus: presentBureaus(centres, language),
    types: types.map(({ id, name, name_en, definition }) => ({
      ...definition,
      id,
      name: named(name, name_en),
      categories: definition.categories.map(({ key, name: ofKey, nameEn }) => ({ key, name: named(ofKey, nameEn) })),
    })),
    phone: identity?.phone ?? null,
    text: { max: maxDescriptionLength },
    upload,
  };
}
