/** Types of work order: those that an officer may open, and their management by a region's administrator. */
import type { Knex } from 'knex';
import { z } from 'zod';

import { caseTypes } from '../../../db/case-types.ts';
import { groupIdsOf, groupsOf, handlingGroups } from '../../../db/handling-groups.ts';
import { settingsOf } from '../../../db/settings.ts';
import { longestLimit } from '../../../domain/calendar.ts';
import { definitionFaults } from '../../../domain/work-order/type.ts';
import { definitionSchema, orderTypeAnswer, orderTypeBody, orderTypesAnswer } from '../../api/work-order/types.ts';
import { typeIdSchema } from '../../api/case-types.ts';
import { defineRoute } from '../http/define-route.ts';
import { issueAt } from '../case-types/definition-issue.ts';
import { keepType } from '../case-types/keep-type.ts';
import { presentCaseType } from '../case-types/presenter.ts';
import { nameIn } from '../http/names.ts';
import { calendarFrom } from '../cases/calendar.ts';

const list = defineRoute({
  method: 'get',
  path: '/api/work-order-types',
  tag: 'Work orders',
  summary: 'Active work order types of the region, for an administrator also withdrawn ones, and the groups that handle stages',
  access: 'officer',
  limit: 'read',
  answers: { 200: orderTypesAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const [types, groups] = await Promise.all([
      caseTypes(knex, 'work-order', viewer.regionId, viewer.role === 'administrator' ? 'all' : 'active'),
      groupsOf(knex, viewer.regionId),
    ]);
    return {
      status: 200,
      body: {
        items: types.map(presentCaseType),
        groups: groups.map(({ id, name, name_en, centre_name, centre_name_en, members }) => ({
          id,
          name,
          nameEn: name_en,
          centre: nameIn(language, centre_name, centre_name_en),
          members,
        })),
      },
    };
  },
});

const keep = defineRoute({
  method: 'put',
  path: '/api/work-order-types/{id}',
  tag: 'Work orders',
  summary:
    "Create or change a type under an id chosen by the client, which begins with the region's id and a hyphen; a changed definition becomes a new version",
  access: 'officer',
  roles: ['administrator'],
  limit: 'command',
  params: z.object({ id: typeIdSchema }),
  body: orderTypeBody,
  bodyFor: async (viewer, { knex }) => bodyWithin(await longestLimits(knex, viewer.regionId)),
  answers: { 200: orderTypeAnswer, 201: orderTypeAnswer },
  handler: async ({ viewer, params: { id }, body, requestId }, { knex }) => {
    const { created, row } = await keepType(knex, viewer, { id, kind: 'work-order', ...body }, requestId);
    return { status: created ? 201 : 200, body: presentCaseType(row) };
  },
});

/** Groups of a region, each with the longest limit that the calendar of its centre can count, in minutes. */
async function longestLimits(knex: Knex, regionId: string): Promise<ReadonlyMap<string, number>> {
  const groups = await handlingGroups(knex, await groupIdsOf(knex, regionId));
  const centreIds = [...new Set([...groups.values()].map(({ centre_id }) => centre_id))];
  const now = Date.now();
  const longest = new Map(
    await Promise.all(
      centreIds.map(async (id) => [id, Math.floor(longestLimit(calendarFrom(await settingsOf(knex, regionId, id), now), now))] as const),
    ),
  );
  return new Map([...groups.values()].map(({ id, centre_id }) => [id, longest.get(centre_id) ?? 0]));
}

/**
 * The body's shape, with the domain's checks of its parts: groups must belong to the region, and limits must be countable by the calendars
 * of the groups' centres.
 */
const bodyWithin = (longest: ReadonlyMap<string, number>) =>
  orderTypeBody.extend({
    definition: definitionSchema.superRefine((definition, ctx) => {
      for (const { path, code } of definitionFaults(definition)) ctx.addIssue(issueAt(path, code));
      definition.stages.forEach(({ groupId, limitMinutes }, i) => {
        const most = longest.get(groupId);
        if (most === undefined) ctx.addIssue(issueAt(`stages.${String(i)}.groupId`, 'not-a-choice'));
        else if (limitMinutes > most) ctx.addIssue(issueAt(`stages.${String(i)}.limitMinutes`, 'beyond-calendar', most));
      });
    }),
  });

export const orderTypeRoutes = [list, keep];
