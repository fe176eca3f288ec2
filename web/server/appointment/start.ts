/** Everything that a new appointment begins with, from the booking form. */
import type { z } from 'zod';

import { missesOf } from '../../../db/appointment/misses.ts';
import { placeOfTaxpayer } from '../../../db/appointment/ground.ts';
import { keepTaxpayerForm } from '../../../db/case-forms.ts';
import { currentType } from '../../../db/case-types.ts';
import { placeOf } from '../../../db/directory.ts';
import { Case } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { findUploads } from '../../../db/uploads.ts';
import type { AppointmentOpening, AppointmentPolicy } from '../../../domain/appointment/appointment.ts';
import { lookBackDays, standingBy } from '../../../domain/appointment/suspension.ts';
import type { TaxpayerViewer } from '../../../domain/policies.ts';
import type { SuspensionRule } from '../../../domain/slots/definition.ts';
import type { appointmentBody } from '../../api/appointment/appointment.ts';
import type { BookingStanding } from '../../api/appointment/form.ts';
import { permit } from '../cases/access.ts';
import type { Deps } from '../deps.ts';
import { Fault, Refused, type FieldFault } from '../http/fault.ts';
import { wrongChoices } from './choices.ts';
import { appointmentTimesFrom } from './policy.ts';

type Body = z.output<typeof appointmentBody>;

/**
 * Looks up and checks everything that an appointment begins with, and stores the form.
 * @throws Fault `invalid-request` with every wrong field, `booking-suspended`, `key-reused`, `not-found`; Refused `slot-taken`
 */
export async function appointmentStartOf(
  viewer: TaxpayerViewer,
  id: string,
  body: Body,
  deps: Deps,
): Promise<{ opening: AppointmentOpening; policy: AppointmentPolicy }> {
  const { knex } = deps;
  const { centreId, typeId, way, category, placeId, text, phone, reminder, uploadIds, originId } = body;
  const [type, centre, place, settings, uploads] = await Promise.all([
    currentType(knex, 'appointment', viewer.regionId, typeId),
    placeOf(knex, viewer.regionId, centreId),
    placeOfTaxpayer(knex, viewer.id, placeId),
    settingsOf(knex, viewer.regionId, centreId),
    findUploads(knex, { kind: 'taxpayer', id: viewer.id }, uploadIds, id),
  ]);
  const fields: FieldFault[] = [
    ...(centre ? [] : [{ path: 'centreId', code: 'not-a-choice' as const }]),
    ...(type ? wrongChoices(type, body) : [{ path: 'typeId', code: 'not-a-choice' as const }]),
    ...uploads.flatMap((finding, i) => (finding === 'good' ? [] : [{ path: `uploadIds.${String(i)}`, code: 'upload-unknown' as const }])),
  ];
  if (!type || fields.length > 0) throw new Fault('invalid-request', { fields });
  if (originId !== null) await checkOrigin(viewer, originId, deps);
  const [standing] = await bookingStandings(viewer.id, [{ id: typeId, suspension: type.definition.suspension }], deps);
  const suspendedUntil = standing?.suspendedUntil ?? null;
  if (suspendedUntil !== null) throw new Fault('booking-suspended', { details: { until: suspendedUntil } });
  if (place === undefined || place.centreId !== centreId || place.typeId !== typeId) throw new Refused({ code: 'slot-taken' });

  const textId = idFrom([id, centreId, typeId, way, category, placeId, text, phone, reminder, uploadIds, originId]);
  const kept = await keepTaxpayerForm(knex, { caseId: id, identityId: viewer.id, reminder, phone, text: { id: textId, body: text } });
  if (kept !== 'kept') throw new Fault(kept === 'elsewhere' ? 'not-found' : 'key-reused');
  return {
    policy: { times: appointmentTimesFrom(type.definition, settings) },
    opening: {
      ...{ id, regionId: viewer.regionId, centreId, typeId, typeVersion: type.version, identityId: viewer.id },
      ...{ way, category, placeId, textId, uploadIds, reminder, originId, invitationId: null },
    },
  };
}

/** @throws Fault when the taxpayer may not see the case from which the appointment is booked */
async function checkOrigin(viewer: TaxpayerViewer, originId: string, deps: Deps): Promise<void> {
  const origin = await Case.query(deps.knex).findById(originId);
  if (origin === undefined) throw new Fault('invalid-request', { fields: [{ path: 'originId', code: 'not-a-choice' }] });
  await permit(viewer, 'view', origin, deps);
}

/** Tells for each of these types whether booking is suspended for an identity, by which misses, and until when (E5). */
export async function bookingStandings(
  identityId: string,
  types: readonly { id: string; suspension: SuspensionRule | null }[],
  { knex }: Pick<Deps, 'knex'>,
): Promise<BookingStanding[]> {
  const now = Date.now();
  const sinceOf = (rule: SuspensionRule): number => now - lookBackDays(rule) * 86_400_000;
  const rules = types.flatMap(({ suspension }) => suspension ?? []);
  const found = rules.length === 0 ? [] : await missesOf(knex, identityId, new Date(Math.min(...rules.map(sinceOf))));
  return types.map(({ id, suspension: rule }) => {
    const misses = rule === null ? [] : found.filter(({ missedAt }) => missedAt > sinceOf(rule));
    const { suspendedUntil, left } = standingBy(
      rule,
      misses.map(({ missedAt }) => missedAt),
      now,
    );
    return {
      typeId: id,
      suspendedUntil: suspendedUntil === null ? null : new Date(suspendedUntil).toISOString(),
      misses: misses.map(({ id: missId, number, startsAt, appealable }) => ({
        ...{ id: missId, number, appealable },
        startsAt: new Date(startsAt).toISOString(),
      })),
      rule,
      left,
    };
  });
}
