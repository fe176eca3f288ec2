/** Templates of forms: those that an officer may send, and their management by a region's administrator. */
import { z } from 'zod';

import { caseTypes } from '../../../db/case-types.ts';
import { formDefinitionFaults } from '../../../domain/service-form/template.ts';
import { formDefinitionSchema, formTypeAnswer, formTypeBody, formTypesAnswer } from '../../api/service-form/types.ts';
import { typeIdSchema } from '../../api/case-types.ts';
import { defineRoute } from '../http/define-route.ts';
import { issueAt } from '../case-types/definition-issue.ts';
import { keepType } from '../case-types/keep-type.ts';
import { presentCaseType } from '../case-types/presenter.ts';

const list = defineRoute({
  method: 'get',
  path: '/api/service-form-types',
  tag: 'Service forms',
  summary: 'Active templates of the region; for an administrator also withdrawn ones',
  access: 'officer',
  limit: 'read',
  answers: { 200: formTypesAnswer },
  handler: async ({ viewer }, { knex }) => {
    const types = await caseTypes(knex, 'service-form', viewer.regionId, viewer.role === 'administrator' ? 'all' : 'active');
    return { status: 200, body: { items: types.map(presentCaseType) } };
  },
});

/** The body's shape, with the domain's checks. */
const checkedBody = formTypeBody.extend({
  definition: formDefinitionSchema.superRefine((definition, ctx) => {
    for (const { path, code } of formDefinitionFaults(definition)) ctx.addIssue(issueAt(path, code));
  }),
});

const keep = defineRoute({
  method: 'put',
  path: '/api/service-form-types/{id}',
  tag: 'Service forms',
  summary:
    "Create or change a template under an id chosen by the client, which begins with the region's id and a hyphen; a changed definition becomes a new version",
  access: 'officer',
  roles: ['administrator'],
  limit: 'command',
  params: z.object({ id: typeIdSchema }),
  body: checkedBody,
  answers: { 200: formTypeAnswer, 201: formTypeAnswer },
  handler: async ({ viewer, params: { id }, body, requestId }, { knex }) => {
    const { created, row } = await keepType(knex, viewer, { id, kind: 'service-form', ...body }, requestId);
    return { status: created ? 201 : 200, body: presentCaseType(row) };
  },
});

export const formTypeRoutes = [list, keep];
