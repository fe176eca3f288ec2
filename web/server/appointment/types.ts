/** Types of appointment: those of the region, and their management by its administrator. */
import { z } from 'zod';

import { caseTypes } from '../../../db/case-types.ts';
import { appointmentFaults } from '../../../domain/slots/definition.ts';
import {
  appointmentDefinitionSchema,
  appointmentTypeAnswer,
  appointmentTypeBody,
  appointmentTypesAnswer,
} from '../../api/appointment/types.ts';
import { typeIdSchema } from '../../api/case-types.ts';
import { issueAt } from '../case-types/definition-issue.ts';
import { keepType } from '../case-types/keep-type.ts';
import { presentCaseType } from '../case-types/presenter.ts';
import { defineRoute } from '../http/define-route.ts';

const list = defineRoute({
  method: 'get',
  path: '/api/appointment-types',
  tag: 'Appointments',
  summary: 'Active types of appointment of the region; for an administrator also withdrawn ones',
  access: 'officer',
  limit: 'read',
  answers: { 200: appointmentTypesAnswer },
  handler: async ({ viewer }, { knex }) => {
    const types = await caseTypes(knex, 'appointment', viewer.regionId, viewer.role === 'administrator' ? 'all' : 'active');
    return { status: 200, body: { items: types.map(presentCaseType) } };
  },
});

/** The body's shape, with the domain's checks. */
const checkedBody = appointmentTypeBody.extend({
  definition: appointmentDefinitionSchema.superRefine((definition, ctx) => {
    for (const { path, code } of appointmentFaults(definition)) ctx.addIssue(issueAt(path, code));
  }),
});

const keep = defineRoute({
  method: 'put',
  path: '/api/appointment-types/{id}',
  tag: 'Appointments',
  summary:
    "Create or change a type of appointment under an id chosen by the client, which begins with the region's id and a hyphen; a changed definition becomes a new version",
  access: 'officer',
  roles: ['administrator'],
  limit: 'command',
  params: z.object({ id: typeIdSchema }),
  body: checkedBody,
  answers: { 200: appointmentTypeAnswer, 201: appointmentTypeAnswer },
  handler: async ({ viewer, params: { id }, body, requestId }, { knex }) => {
    const { created, row } = await keepType(knex, viewer, { id, kind: 'appointment', ...body }, requestId);
    return { status: created ? 201 : 200, body: presentCaseType(row) };
  },
});

export const appointmentTypeRoutes = [list, keep];
