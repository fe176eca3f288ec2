/** The worklist of an officer's centre (J1). */
import type { z } from 'zod';

import { auditLook } from '../../../db/audit.ts';
import { filteredCounts, worklistCounts } from '../../../db/worklist-counts.ts';
import { closedPage, worklistPage, type WorklistFilter } from '../../../db/worklist.ts';
import { dayNumberOfDate, startOfDay } from '../../../domain/shanghai.ts';
import { worklistAnswer, worklistCountsAnswer, worklistCountsQuery, worklistQuery } from '../../api/desk.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { centreOf } from '../officers/centre.ts';
import { presentWorklistItem } from './presenter.ts';
import { pageAt } from './pages.ts';

const roles = ['agent', 'supervisor'] as const;

const page = defineRoute({
  method: 'get',
  path: '/api/worklist',
  tag: 'Desk',
  summary: 'To-dos of the officer or the centre in the chosen order, or the centre’s closed cases',
  access: 'officer',
  roles,
  limit: 'read',
  query: worklistQuery,
  answers: { 200: worklistAnswer },
  handler: async ({ viewer, query, language, requestId }, { knex }) => {
    const { view, sort, cursor, size, ...narrowed } = query;
    const filter = filterOf(viewer, narrowed);
    const { rows, next } = await pageAt(() =>
      view === 'closed' ? closedPage(knex, filter, size, cursor) : worklistPage(knex, { ...filter, view, sort }, size, cursor),
    );
    // The list shows names and texts, so reading it is audited as a look. Search texts are not recorded, because they may be names.
    const { q, ...chosen } = narrowed;
    const detail = { view, ...chosen, searched: Boolean(q) };
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
  summary: 'Number of to-dos in each view that match the filters; unread ones of all',
  access: 'officer',
  roles,
  limit: 'read',
  query: worklistCountsQuery,
  answers: { 200: worklistCountsAnswer },
  handler: async ({ viewer, query }, { knex }) => {
    const { newest, unread, ...all } = await worklistCounts(knex, centreOf(viewer), viewer.id);
    const isNarrowed = Object.values(query).some((value) => value !== '');
    const counts = isNarrowed ? await filteredCounts(knex, filterOf(viewer, query)) : all;
    return { status: 200, body: { ...counts, unread, newest: newest && { ...newest, at: newest.at.toISOString() } } };
  },
});

type Narrowed = z.output<typeof worklistCountsQuery>;

/** Returns the filter of the officer's centre; days are those of Asia/Shanghai. */
const filterOf = (viewer: OfficerViewer, { from, to, ...others }: Narrowed): WorklistFilter => ({
  ...others,
  centreId: centreOf(viewer),
  officerId: viewer.id,
  since: from === undefined ? undefined : startOfDay(dayNumberOfDate(from)),
  until: to === undefined ? undefined : startOfDay(dayNumberOfDate(to) + 1),
});

export const worklistRoutes = [page, counts];
