/** 预约: the form, booking, the start of the interaction, and the list of one's own. */
import { Readable } from 'node:stream';

import { z } from 'zod';

import { calendarEntryOf } from '../../../db/appointment/calendar-entry.ts';
import { ownAppointments } from '../../../db/appointment/own-appointments.ts';
import { caseTypes } from '../../../db/case-types.ts';
import { Case } from '../../../db/models/index.ts';
import { ownCaseTypes } from '../../../db/own-cases.ts';
import type { AppointmentCommand } from '../../../domain/appointment/appointment.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema, ownTypesAnswer } from '../../api/common.ts';
import { appointmentBody, appointmentBodyFor, ownAppointmentsAnswer, ownAppointmentsQuery } from '../../api/appointment/appointment.ts';
import { appointmentFormAnswer, bookingStandingsAnswer } from '../../api/appointment/form.ts';
import { begunBefore, permit } from '../cases/access.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { answerOf, answerOfImage } from '../cases/command-answers.ts';
import { presentOwnCaseType } from '../cases/own-cases.ts';
import { endedRefusalOf, type ServerKinds } from '../cases/server-kind.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import { Fault, Refused } from '../http/fault.ts';
import { CaseEnded } from '../temporal/gateway.ts';
import { contentDisposition } from '../uploads/disposition.ts';
import { limitsOf } from '../uploads/limits.ts';
import { bookPlace } from './book.ts';
import { calendarFileOf } from './calendar-file.ts';
import { bookingForm } from './form.ts';
import { startInteraction } from './interaction.ts';
import { presentOwnAppointment } from './presenter.ts';
import { replace } from './replacement.ts';
import { appointmentReportRoutes } from './report.ts';
import { appointmentTodayRoutes } from './today.ts';
import { scheduleRoutes } from './schedule.ts';
import { bookingStandings } from './start.ts';
import { appointmentTypeRoutes } from './types.ts';

const kind = 'appointment';
const tag = 'Appointments';

const getForm = defineRoute({
  method: 'get',
  path: '/api/appointments/form',
  tag,
  summary: 'Choices, limits and defaults of the booking form',
  access: 'taxpayer',
  limit: 'read',
  answers: { 200: appointmentFormAnswer },
  handler: async ({ viewer, language }, { knex }) => ({ status: 200, body: await bookingForm(knex, viewer, language) }),
});

const standing = defineRoute({
  method: 'get',
  path: '/api/appointments/standing',
  tag,
  summary: 'Whether booking is suspended after missed appointments, by type: by which misses, until when',
  access: 'taxpayer',
  limit: 'read',
  answers: { 200: bookingStandingsAnswer },
  handler: async ({ viewer }, deps) => {
    const types = await caseTypes(deps.knex, kind, viewer.regionId, 'active');
    const rules = types.map(({ id, definition }) => ({ id, suspension: definition.suspension }));
    return { status: 200, body: { items: await bookingStandings(viewer.id, rules, deps) } };
  },
});

const book = defineRoute({
  method: 'put',
  path: '/api/appointments/{id}',
  tag,
  summary: 'Book a held place under an id chosen by the client; repeating the request returns the same answer',
  access: 'taxpayer',
  limit: 'command',
  params: z.object({ id: idSchema }),
  body: appointmentBody,
  bodyFor: async (viewer, { knex }) => appointmentBodyFor((await limitsOf(viewer, knex)).upload),
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: ['not-found', 'key-reused', 'booking-suspended', 'temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id }, body, requestId, ctx }, deps) => {
    const earlier = await begunBefore(viewer, kind, id, deps);
    if (earlier !== undefined) return answerOfImage(earlier);
    return await bookPlace(viewer, id, body, { requestId, ctx }, deps);
  },
});

const start = (kinds: ServerKinds): Route =>
  defineRoute({
    method: 'put',
    path: '/api/appointments/{id}/interactions/{interactionId}',
    tag,
    summary:
      'Start the interaction in the chosen way, as a case under an id chosen by the client; repeating the request returns the same answer',
    access: 'officer',
    roles: ['agent', 'supervisor'],
    limit: 'command',
    params: z.object({ id: idSchema, interactionId: idSchema }),
    answers: { 200: commandAnswer, 202: commandAnswer },
    faults: ['not-found', 'type-unknown', 'temporal-unavailable', 'worker-unavailable'],
    handler: async ({ viewer, params: { id, interactionId }, requestId, ctx }, deps) => {
      const image = await Case.query(deps.knex).findById(id);
      if (image?.state.kind !== kind) throw new Fault('not-found');
      await permit(viewer, 'start', image, deps);
      if (image.state.interactionId === interactionId) return answerOfImage(image);
      const interaction = await startInteraction({ id: interactionId, state: image.state, officerId: viewer.id }, kinds, deps);
      const command: AppointmentCommand = { type: 'start', interaction };
      try {
        const outcome = await deps.cases.command(kind, id, interactionId, { kind: 'officer', id: viewer.id }, command);
        const answer = answerOf(id, outcome, image);
        const entry = { actor: viewer, regionId: viewer.regionId, action: 'start', objectKind: 'case', objectId: id, requestId };
        await noteAnswered(answer, { ...entry, detail: { interactionId } }, ctx, deps);
        return answer;
      } catch (error) {
        if (!(error instanceof CaseEnded)) throw error;
        throw new Refused(endedRefusalOf(await Case.query(deps.knex).findById(id).throwIfNotFound(), command));
      }
    },
  });

const list = defineRoute({
  method: 'get',
  path: '/api/appointments',
  tag,
  summary: '我的预约 → 我的发起: one’s own appointments, newest first',
  access: 'taxpayer',
  query: ownAppointmentsQuery,
  answers: { 200: ownAppointmentsAnswer },
  handler: async ({ viewer, query, language }, { knex }) => {
    const { page, size, ...filters } = query;
    const { rows, total } = await ownAppointments(knex, viewer.id, filters, { page, size });
    const now = Date.now();
    return { status: 200, body: { items: rows.map((row) => presentOwnAppointment(row, language, now)), total, page, size } };
  },
});

const calendar = defineRoute({
  method: 'get',
  path: '/api/appointments/{id}/calendar',
  tag,
  summary: 'The appointment as a file for calendars (iCalendar); a moved or cancelled one replaces its entry',
  access: 'taxpayer',
  limit: 'read',
  params: z.object({ id: idSchema }),
  answers: { 200: 'file' },
  faults: ['not-found'],
  handler: async ({ viewer, params: { id }, language, ctx }, deps) => {
    const image = await Case.query(deps.knex).findById(id);
    if (image?.state.kind !== kind) throw new Fault('not-found');
    await permit(viewer, 'view', image, deps);
    const entry = await calendarEntryOf(deps.knex, id);
    if (entry === undefined) throw new Fault('not-found');
    ctx.set('Content-Type', 'text/calendar; charset=utf-8');
    ctx.set('Content-Disposition', contentDisposition('attachment', `${entry.number}.ics`));
    ctx.set('Cache-Control', 'private, no-store');
    return { status: 200, body: Readable.from([Buffer.from(calendarFileOf(image.state, entry, language))]) };
  },
});

const ownTypes = defineRoute({
  method: 'get',
  path: '/api/appointments/types',
  tag,
  summary: 'Types of one’s own appointments, as choices of a filter',
  access: 'taxpayer',
  answers: { 200: ownTypesAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const types = await ownCaseTypes(knex, viewer.id, kind);
    return { status: 200, body: { items: types.map((type) => presentOwnCaseType(type, language)) } };
  },
});

export const appointmentRoutes = (kinds: ServerKinds): readonly Route[] => [
  getForm,
  standing,
  list,
  calendar,
  ownTypes,
  book,
  replace,
  start(kinds),
  ...scheduleRoutes,
  ...appointmentReportRoutes,
  ...appointmentTodayRoutes,
  ...appointmentTypeRoutes,
];
