/** The worklist of an officer's centre (J1). */
import { auditLook } from '../../../db/audit.ts';
import { worklistCounts, worklistPage } from '../../../db/worklist.ts';
import { worklistAnswer, worklistCountsAnswer, worklistQuery } from '../../api/desk.ts';
import { defineRoute } from '../http/define-route.ts';
import { centreOf } from '../officers/centre.ts';
import { presentWorklistItem } from './presenter.ts';
import { pageAt } from './pages.ts';

const roles = ['agent', 'supervisor'] as const;

const page = defineRoute({
  method: 'get',
  path: '/api/worklist',
  tag: 'Desk',
  summary: 'To-dos of the officer or the centre, most urgent first',
  access: 'officer',
  roles,
  limit: 'read',
  query: worklistQuery,
  answers: { 200: worklistAnswer },
  handler: async ({ viewer, query, language, requestId }, { knex }) => {
    const { view, kind, typeId, q, cursor, size } = query;
    const { rows, next } = await pageAt(() =>
      worklistPage(knex, { centreId: centreOf(viewer), officerId: viewer.id, view, kind, typeId, q }, size, cursor),
    );
    // The list shows names and texts, so reading it is audited as a look. Search texts are not recorded, because they may be names.
    const detail = { view, kind: kind ?? null, typeId: typeId ?? null, searched: Boolean(q) };
    if (rows.length > 0)
      await auditLook(knex, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'list',
        objectKind: 'worklist',
        objectId: centreOf(viewer),
        requestId,
        detail,
        shownAs: 'cases',
        shown: rows.map(({ case_id }) => case_id),
      });
    return { status: 200, body: { items: rows.map((row) => presentWorklistItem(row, language)), next } };
  },
});

const counts = defineRoute({
  method: 'get',
  path: '/api/worklist/counts',
  tag: 'Desk',
  summary: 'Number of to-dos in each view',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: worklistCountsAnswer },
  handler: async ({ viewer }, { knex }) => {
    const { newest, ...counts } = await worklistCounts(knex, centreOf(viewer), viewer.id);
    return { status: 200, body: { ...counts, newest: newest && { ...newest, at: newest.at.toISOString() } } };
  },
});

export const worklistRoutes = [page, counts];
