/** Saved views: an officer's own named filters of the worklist (J1). */
import { z } from 'zod';

import { hasType, keepSavedView, orderSavedViews, removeSavedView, savedViews } from '../../../db/saved-views.ts';
import { maxSavedViews } from '../../../domain/settings.ts';
import { idSchema } from '../../api/common.ts';
import { savedViewBody, savedViewSchema, savedViewsAnswer, savedViewsOrder } from '../../api/views.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

const roles = ['agent', 'supervisor'] as const;
const params = z.object({ id: idSchema });

const list = defineRoute({
  method: 'get',
  path: '/api/desk/views',
  tag: 'Desk',
  summary: "The officer's saved views of the worklist, in the chosen order",
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: savedViewsAnswer },
  handler: async ({ viewer }, { knex }) => ({ status: 200, body: { items: await savedViews(knex, viewer.id) } }),
});

const keep = defineRoute({
  method: 'put',
  path: '/api/desk/views/{id}',
  tag: 'Desk',
  summary: 'Save filters of the worklist as a named view; the client chooses the id, and repeating the request saves no second view',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  body: savedViewBody,
  answers: { 200: savedViewSchema, 201: savedViewSchema },
  faults: ['type-unknown', 'view-name-taken', 'views-too-many'],
  handler: async ({ viewer, params: { id }, body }, { knex }) => {
    const { kind, typeId } = body.filters;
    if (typeId !== undefined && !(await hasType(knex, viewer.regionId, typeId, kind)))
      throw new Fault('type-unknown', { fields: [{ path: 'filters.typeId', code: 'not-a-choice' }] });
    const view = { id, ...body };
    const kept = await knex.transaction((tx) => keepSavedView(tx, viewer.id, view));
    switch (kept) {
      case 'elsewhere':
        throw new Fault('not-found');
      case 'name-taken':
        throw new Fault('view-name-taken', { fields: [{ path: 'name', code: 'taken' }] });
      case 'too-many':
        throw new Fault('views-too-many', { details: { limit: String(maxSavedViews) } });
      case 'created':
        return { status: 201, body: view };
      case 'changed':
        return { status: 200, body: view };
    }
  },
});

const order = defineRoute({
  method: 'put',
  path: '/api/desk/views',
  tag: 'Desk',
  summary: "Reorder the officer's saved views",
  access: 'officer',
  roles,
  limit: 'command',
  body: savedViewsOrder,
  answers: { 200: savedViewsAnswer },
  handler: async ({ viewer, body: { ids } }, { knex }) => {
    const own = new Set((await savedViews(knex, viewer.id)).map(({ id }) => id));
    const fields = ids.flatMap((id, i) => (own.has(id) ? [] : [{ path: `ids.${String(i)}`, code: 'not-a-choice' as const }]));
    if (fields.length > 0) throw new Fault('invalid-request', { fields });
    await orderSavedViews(knex, viewer.id, ids);
    return { status: 200, body: { items: await savedViews(knex, viewer.id) } };
  },
});

const remove = defineRoute({
  method: 'delete',
  path: '/api/desk/views/{id}',
  tag: 'Desk',
  summary: "Delete one of the officer's saved views",
  access: 'officer',
  roles,
  limit: 'command',
  params,
  answers: { 204: null },
  handler: async ({ viewer, params: { id } }, { knex }) => {
    if (!(await removeSavedView(knex, viewer.id, id))) throw new Fault('not-found');
    return { status: 204, body: null };
  },
});

export const viewRoutes = [list, keep, order, remove];
