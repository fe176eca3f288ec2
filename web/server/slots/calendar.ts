/** The administrator's calendar of slots: the week's load, closures at short notice, and what a change touches before it is made. */
import type { Knex } from 'knex';
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { centresOfRegion, type Place } from '../../../db/kept-settings.ts';
import { settingsOf } from '../../../db/settings.ts';
import { bookingsDuring } from '../../../db/slots/bookings.ts';
import { closeTime, closuresOf, mostClosures, openTime } from '../../../db/slots/closures.ts';
import { groundOf } from '../../../db/slots/ground.ts';
import { loadOf } from '../../../domain/slots/load.ts';
import { dayNumberOfDate, startOfDay } from '../../../domain/shanghai.ts';
import { idSchema } from '../../api/common.ts';
import { settingsBody } from '../../api/settings.ts';
import {
  closureBody,
  closurePreviewBody,
  closureQuery,
  slotCalendarAnswer,
  slotCalendarQuery,
  touchedAnswer,
} from '../../api/slot-calendar.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { presentTouched, touchedByChanges } from './touched.ts';

const roles = ['administrator'] as const;
const weekDays = 7;
const tag = 'Slots';

/** @throws Fault `centre-unknown` when the centre is not in the administrator's region */
async function centreOf(knex: Knex, { regionId }: OfficerViewer, centreId: string): Promise<Place> {
  const centre = (await centresOfRegion(knex, regionId)).find(({ id }) => id === centreId);
  if (centre === undefined) throw new Fault('centre-unknown');
  return centre;
}

const calendar = defineRoute({
  method: 'get',
  path: '/api/slots/calendar',
  tag,
  summary: 'Load of a week of a centre, by pool, and its closures',
  access: 'officer',
  roles,
  limit: 'read',
  query: slotCalendarQuery,
  answers: { 200: slotCalendarAnswer },
  faults: ['centre-unknown'],
  handler: async ({ viewer, query: { centreId, from } }, { knex }) => {
    await centreOf(knex, viewer, centreId);
    const now = Date.now();
    const [first, end] = [startOfDay(dayNumberOfDate(from)), startOfDay(dayNumberOfDate(from) + weekDays)];
    const [settings, closures, bookings] = await Promise.all([
      settingsOf(knex, viewer.regionId, centreId),
      closuresOf(knex, centreId, Math.min(now, first)),
      bookingsDuring(knex, centreId, first, end),
    ]);
    const ground = groundOf(settings, closures, first);
    const pools = [...new Set(['', ...ground.windows.map(({ pool }) => pool)])];
    const loads = pools.map((pool) => ({ pool, days: loadOf(ground, pool, bookings, from, weekDays) }));
    return {
      status: 200,
      body: {
        days: Array.from({ length: weekDays }, (_, i) => ({
          date: loads[0]?.days[i]?.date ?? from,
          pools: loads.map(({ pool, days }) => ({
            pool,
            steps: (days[i]?.steps ?? []).map((step) => ({ ...step, startsAt: new Date(step.startsAt).toISOString() })),
          })),
        })),
        closures: closures
          .filter(({ to }) => to > now)
          .map(({ id, from: begin, to, reason }) => ({ id, from: new Date(begin).toISOString(), to: new Date(to).toISOString(), reason })),
      },
    };
  },
});

const preview = defineRoute({
  method: 'post',
  path: '/api/slots/closures/preview',
  tag,
  summary: 'Bookings that a closure would touch',
  access: 'officer',
  roles,
  limit: 'read',
  body: closurePreviewBody,
  answers: { 200: touchedAnswer },
  faults: ['centre-unknown'],
  handler: async ({ viewer, body: { centreId, from, to }, language }, { knex }) => {
    const centre = await centreOf(knex, viewer, centreId);
    const bookings = await bookingsDuring(knex, centreId, Math.max(Date.now(), Date.parse(from)), Date.parse(to));
    const found = bookings.map((booking) => ({ ...booking, centre, why: 'closure' as const }));
    return { status: 200, body: await presentTouched(knex, found, language) };
  },
});

const close = defineRoute({
  method: 'put',
  path: '/api/slots/closures/{id}',
  tag,
  summary: 'Close a centre for a time: nothing is offered then, holds of forms are given back, bookings stay',
  access: 'officer',
  roles,
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: closureBody,
  answers: { 204: null },
  faults: ['centre-unknown', 'not-found', 'closures-too-many'],
  handler: async ({ viewer, params: { id }, body: { centreId, from, to, reason }, requestId }, { knex, slots }) => {
    await centreOf(knex, viewer, centreId);
    if (Date.parse(to) <= Date.now()) throw new Fault('invalid-request', { fields: [{ path: 'to', code: 'out-of-range' }] });
    const closure = { id, centreId, from: Date.parse(from), to: Date.parse(to), reason };
    const result = await knex.transaction(async (trx) => {
      const closed = await closeTime(trx, closure, viewer.id);
      if (closed === 'closed') await note(trx, viewer, 'close', id, { centreId, from, to }, requestId);
      return closed;
    });
    if (result === 'elsewhere') throw new Fault('not-found');
    if (result === 'too-many') throw new Fault('closures-too-many', { details: { limit: String(mostClosures) } });
    slots.changed(centreId);
    return { status: 204, body: null };
  },
});

const open = defineRoute({
  method: 'delete',
  path: '/api/slots/closures/{id}',
  tag,
  summary: 'Open the time of a closure again',
  access: 'officer',
  roles,
  limit: 'command',
  params: z.object({ id: idSchema }),
  query: closureQuery,
  answers: { 204: null },
  faults: ['centre-unknown', 'not-found'],
  handler: async ({ viewer, params: { id }, query: { centreId }, requestId }, { knex, slots }) => {
    await centreOf(knex, viewer, centreId);
    const opened = await knex.transaction(async (trx) => {
      if (!(await openTime(trx, centreId, id))) return false;
      await note(trx, viewer, 'open', id, { centreId }, requestId);
      return true;
    });
    if (!opened) throw new Fault('not-found');
    slots.changed(centreId);
    return { status: 204, body: null };
  },
});

const touched = defineRoute({
  method: 'post',
  path: '/api/slots/touched',
  tag,
  summary: 'Bookings that changes of hours, holidays or places would touch; nothing is changed',
  access: 'officer',
  roles,
  limit: 'read',
  body: settingsBody,
  answers: { 200: touchedAnswer },
  faults: ['centre-unknown'],
  handler: async ({ viewer, body, language }, { knex }) => {
    if (body.centreId !== null) await centreOf(knex, viewer, body.centreId);
    return {
      status: 200,
      body: await presentTouched(knex, await touchedByChanges(knex, viewer.regionId, body, Date.now()), language),
    };
  },
});

export const slotCalendarRoutes = [calendar, preview, close, open, touched];

const note = (
  trx: Knex.Transaction,
  viewer: OfficerViewer,
  action: 'close' | 'open',
  id: string,
  detail: Record<string, string>,
  requestId: string,
): Promise<void> =>
  audit(trx, { actor: viewer, regionId: viewer.regionId, action, objectKind: 'slot-closure', objectId: id, requestId, detail });
