/** Free slots, and holds of places while a form is filled in. */
import { z } from 'zod';

import { placeOf } from '../../../db/directory.ts';
import { identityOf } from '../../../db/entry.ts';
import { firstFree, firstOf, freeStarts } from '../../../db/slots/free.ts';
import { slotService, type SlotService } from '../../../db/slots/ground.ts';
import { holdPlace, releaseHold, type HoldRefusal } from '../../../db/slots/hold.ts';
import type { Viewer } from '../../../domain/policies.ts';
import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import { idSchema } from '../../api/common.ts';
import type { FaultCode } from '../../api/errors.ts';
import { holdAnswer, holdBody, holdQuery, slotsAnswer, slotsQuery } from '../../api/slots.ts';
import type { Deps } from '../deps.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { presentDay, presentPlace, presentStart } from './present.ts';

const look = defineRoute({
  method: 'get',
  path: '/api/slots',
  tag: 'Slots',
  summary: 'Days of a centre for a type of appointment, with the starts and the places left',
  access: 'person',
  limit: 'read',
  query: slotsQuery,
  answers: { 200: slotsAnswer },
  faults: ['centre-unknown', 'type-unknown'],
  handler: async ({ viewer, query: { centreId, typeId, from, to } }, { knex }) => {
    const now = Date.now();
    const service = await serviceFor(viewer, centreId, typeId, now, { knex });
    const today = dayNumberOf(now);
    const days = await freeStarts(knex, service, { from, to, now });
    // Days that begin today mostly have the first free start among them.
    const seen = from <= dateOf(today) ? firstOf(days) : null;
    const first = seen ?? (await firstFree(knex, service, now));
    return {
      status: 200,
      body: {
        today: dateOf(today),
        lastDay: dateOf(today + service.definition.horizonDays),
        first: first && presentStart(first),
        days: days.map(presentDay),
      },
    };
  },
});

const hold = defineRoute({
  method: 'post',
  path: '/api/slots/holds',
  tag: 'Slots',
  summary: 'Hold a place for some minutes; officers hold for a taxpayer at their own centre',
  access: 'person',
  limit: 'command',
  body: holdBody,
  answers: { 200: holdAnswer, 201: holdAnswer },
  faults: ['centre-unknown', 'type-unknown', 'taxpayer-unknown', 'slot-gone', 'slot-day-limit', 'key-reused', 'not-allowed'],
  handler: async ({ viewer, body: { id, centreId, typeId, startsAt, form, caseId, identityId: named } }, { knex, slots }) => {
    const identityId = await personFor(viewer, named, { knex });
    if (viewer.kind === 'officer' && !('centreId' in viewer && viewer.centreId === centreId)) throw new Fault('not-allowed');
    if ((await placeOf(knex, viewer.regionId, centreId)) === undefined) throw new Fault('centre-unknown');
    const held = await holdPlace(knex, { id, identityId, centreId, typeId, start: Date.parse(startsAt), now: Date.now(), form, caseId });
    if ('refusal' in held) throw new Fault(refusals[held.refusal]);
    if ('full' in held) return { status: 200, body: { place: null, nearest: held.full.map(presentStart) } };
    slots.changed(centreId);
    return { status: 201, body: { place: presentPlace(held.place), nearest: [] } };
  },
});

const release = defineRoute({
  method: 'delete',
  path: '/api/slots/holds/{id}',
  tag: 'Slots',
  summary: 'Give a held place back; nothing happens when it is gone or booked',
  access: 'person',
  limit: 'command',
  params: z.object({ id: idSchema }),
  query: holdQuery,
  answers: { 204: null },
  faults: ['taxpayer-unknown', 'not-allowed'],
  handler: async ({ viewer, params: { id }, query }, { knex, slots }) => {
    const released = await releaseHold(knex, await personFor(viewer, query.identityId, { knex }), id);
    if (released !== null) slots.changed(released.centreId);
    return { status: 204, body: null };
  },
});

export const slotRoutes = [look, hold, release];

const refusals: Readonly<Record<HoldRefusal, FaultCode>> = {
  'unknown-type': 'type-unknown',
  'not-a-start': 'slot-gone',
  'day-limit': 'slot-day-limit',
  'id-taken': 'key-reused',
};

/** @throws Fault `centre-unknown` when the centre is not in the viewer's region, `type-unknown` when it has no such type */
async function serviceFor(
  viewer: Viewer,
  centreId: string,
  typeId: string,
  now: number,
  { knex }: Pick<Deps, 'knex'>,
): Promise<SlotService> {
  if ((await placeOf(knex, viewer.regionId, centreId)) === undefined) throw new Fault('centre-unknown');
  const service = await slotService(knex, centreId, typeId, now);
  if (service === null) throw new Fault('type-unknown');
  return service;
}

/**
 * Returns the taxpayer for whom a place is held: the viewer, or whom an agent or supervisor names.
 * @throws Fault `not-allowed`, or `taxpayer-unknown` when there is none with this id in the region
 */
async function personFor(viewer: Viewer, named: string | undefined, { knex }: Pick<Deps, 'knex'>): Promise<string> {
  if (viewer.kind === 'taxpayer') {
    if (named !== undefined && named !== viewer.id) throw new Fault('not-allowed');
    return viewer.id;
  }
  if (viewer.role === 'administrator') throw new Fault('not-allowed');
  if (named === undefined || (await identityOf(knex, named))?.region_id !== viewer.regionId) throw new Fault('taxpayer-unknown');
  return named;
}
