/** What a taxpayer was told from the knowledge on a day. It is personal data: every look is audited. */
import { auditLook } from '../../../db/audit.ts';
import { mostTold, toldOn } from '../../../db/knowledge/told.ts';
import { toldAnswer, toldQuery } from '../../api/told.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

const told = defineRoute({
  method: 'get',
  path: '/api/supervision/told',
  tag: 'Supervision',
  summary: 'Answers of the knowledge that a taxpayer got in the centre’s conversations on a day, with the version and its text',
  access: 'officer',
  roles: ['supervisor'],
  limit: 'read',
  query: toldQuery,
  answers: { 200: toldAnswer },
  handler: async ({ viewer, query: { taxpayerId, day }, requestId }, { knex }) => {
    if (!('centreId' in viewer)) throw new Fault('not-allowed');
    const rows = await toldOn(knex, taxpayerId, viewer.centreId, day);
    await auditLook(knex, {
      actor: viewer,
      regionId: viewer.regionId,
      action: 'list',
      objectKind: 'told',
      objectId: taxpayerId,
      requestId,
      detail: { day },
      shownAs: 'cases',
      shown: [...new Set(rows.map(({ caseId }) => caseId))],
    });
    const items = rows.map(({ at, publishedAt, ...row }) => ({
      ...row,
      at: at.toISOString(),
      publishedAt: publishedAt?.toISOString() ?? null,
    }));
    return { status: 200, body: { items, all: rows.length < mostTold } };
  },
});

export const toldRoutes = [told];
