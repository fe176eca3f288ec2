/** Reports for supervisors (J3), as JSON and as CSV. */
import { Readable } from 'node:stream';

import { audit } from '../../../db/audit.ts';
import { centresNamed, officerNames, typesOf } from '../../../db/directory.ts';
import { report, tableOf, type ReportFilter, type Row } from '../../../db/report.ts';
import type { CaseKind } from '../../../domain/case.ts';
import { dayNumberOfDate } from '../../../domain/shanghai.ts';
import { reportAnswer, reportFileQuery, reportQuery, type ReportChoices } from '../../api/report.ts';
import { csvOf } from '../http/csv.ts';
import type { ServerKinds } from '../cases/server-kind.ts';
import { defineRoute, type OfficerViewer, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { contentDisposition } from '../uploads/disposition.ts';
import { translateTo } from '../http/language.ts';
import { isOneOfficer, presentReport, type ReportNames } from './report-presenter.ts';
import { reportCells } from './report-table.ts';
import { centresOf } from '../cases/centres.ts';

const roles = ['supervisor', 'administrator'] as const;

async function choicesFor(viewer: OfficerViewer, deps: Deps): Promise<ReportChoices> {
  const [types, centreIds] = await Promise.all([typesOf(deps.knex, viewer.regionId), centresOf(viewer, deps)]);
  return { typeIds: types.map(({ id }) => id), centreIds };
}

interface Asked {
  from: string;
  to: string;
  kind?: CaseKind | undefined;
  typeId?: string | undefined;
  centreId?: string | undefined;
}

async function filterOf(viewer: OfficerViewer, { from, to, kind, typeId, centreId }: Asked, deps: Deps): Promise<ReportFilter> {
  return {
    period: { from: dayNumberOfDate(from), to: dayNumberOfDate(to) },
    centreIds: centreId === undefined ? await centresOf(viewer, deps) : [centreId],
    kind,
    typeId,
  };
}

/** @param rows rows per officer */
async function namesFor(viewer: OfficerViewer, rows: readonly Row[], deps: Deps): Promise<ReportNames> {
  const [types, centres, officers] = await Promise.all([
    typesOf(deps.knex, viewer.regionId),
    centresNamed(deps.knex, await centresOf(viewer, deps)),
    officerNames(
      deps.knex,
      rows.map(({ id }) => id).filter((id) => isOneOfficer(id)),
    ),
  ]);
  return { types, centres, officers };
}

const show = defineRoute({
  method: 'get',
  path: '/api/supervision/report',
  tag: 'Supervision',
  summary:
    'Figures of opened, answered and ended cases in a period, with the preceding period; for the centre, or for an administrator the region',
  access: 'officer',
  roles,
  limit: 'read',
  query: reportQuery(),
  queryFor: async (viewer, deps) => reportQuery(await choicesFor(viewer, deps)),
  answers: { 200: reportAnswer },
  handler: async ({ viewer, query, language }, deps) => {
    const filter = await filterOf(viewer, query, deps);
    const counts = await report(deps.knex, filter);
    const names = await namesFor(viewer, counts.officers, deps);
    return { status: 200, body: presentReport(counts, filter.period, names, language) };
  },
});

const download = (kinds: ServerKinds): Route =>
  defineRoute({
    method: 'get',
    path: '/api/supervision/report.csv',
    tag: 'Supervision',
    summary: 'Download one table of a report as CSV (text/csv, UTF-8 with a byte order mark); durations in minutes',
    access: 'officer',
    roles,
    limit: 'read',
    query: reportFileQuery(),
    queryFor: async (viewer, deps) => reportFileQuery(await choicesFor(viewer, deps)),
    answers: { 200: 'file' },
    handler: async ({ viewer, query, language: wished, ctx, requestId }, deps) => {
      const { table, language = wished, ...asked } = query;
      const rows = await tableOf(deps.knex, await filterOf(viewer, asked, deps), table);
      const names = await namesFor(viewer, table === 'officer' ? rows : [], deps);
      await audit(deps.knex, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'export',
        objectKind: 'report',
        objectId: asked.centreId ?? ('centreId' in viewer ? viewer.centreId : viewer.regionId),
        requestId,
        detail: { table, from: asked.from, to: asked.to, kind: asked.kind ?? null, typeId: asked.typeId ?? null },
      });
      const t = translateTo(language);
      const name = t('report:file.name', { table: t(`report:table.${table}`), from: asked.from, to: asked.to });
      ctx.set('Content-Type', 'text/csv; charset=utf-8');
      ctx.set('Content-Disposition', contentDisposition('attachment', `${name}.csv`));
      ctx.set('Cache-Control', 'private, no-store');
      return { status: 200, body: Readable.from([Buffer.from(csvOf(reportCells(kinds, rows, table, names, language, t)))]) };
    },
  });

export const reportRoutes = (kinds: ServerKinds): readonly Route[] => [show, download(kinds)];
