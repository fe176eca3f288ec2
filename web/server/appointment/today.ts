/** The supervisor's live load of appointments. It names cases and officers, no taxpayer. */
import { todayFigures, todayList, type Today, type TodayFigure } from '../../../db/appointment/today.ts';
import { appointmentStatuses } from '../../../domain/appointment/appointment.ts';
import { dateOf, dayNumberOf, startOfDay } from '../../../domain/shanghai.ts';
import { todayAnswer, todayCasesAnswer, todayCasesQuery } from '../../api/appointment/today.ts';
import { centresOf } from '../cases/centres.ts';
import type { Deps } from '../deps.ts';
import { defineRoute, type OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';

const shared = { tag: 'Supervision', access: 'officer', roles: ['supervisor', 'administrator'], limit: 'read' } as const;

/** @throws Fault `not-found` for a centre that this officer does not supervise */
async function todayOf(viewer: OfficerViewer, centreId: string | undefined, deps: Deps): Promise<Today> {
  const supervised = await centresOf(viewer, deps);
  if (centreId !== undefined && !supervised.includes(centreId)) throw new Fault('not-found');
  const day = dayNumberOf(Date.now());
  return {
    regionId: viewer.regionId,
    centreIds: centreId === undefined ? supervised : [centreId],
    from: new Date(startOfDay(day)),
    until: new Date(startOfDay(day + 1)),
  };
}

/** Sums the figures by a key, in the order in which the keys come. */
const summed = <Key>(rows: readonly TodayFigure[], keyOf: (row: TodayFigure) => Key) =>
  [...Map.groupBy(rows, keyOf)].map(([key, of]) => ({
    key,
    first: of[0],
    total: of.reduce((sum, { total }) => sum + total, 0),
    failed: of.reduce((sum, { failed }) => sum + failed, 0),
  }));

const figures = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/supervision/appointments/today',
  summary: 'Today’s appointments by hour, centre and standing: who waits for whom, and failures of the office so far',
  answers: { 200: todayAnswer },
  handler: async ({ viewer, language }, deps) => {
    const of = await todayOf(viewer, undefined, deps);
    const rows = await todayFigures(deps.knex, of);
    return {
      status: 200,
      body: {
        date: dateOf(dayNumberOf(of.from.getTime())),
        hours: summed(rows, ({ hour }) => hour).map(({ key: hour, total, failed }) => ({ hour, total, failed })),
        centres: summed(rows, ({ centre_id }) => centre_id).map(({ key: id, first, total, failed }) => ({
          ...{ id, total, failed },
          name: nameIn(language, first?.centre_name ?? null, first?.centre_name_en ?? null),
        })),
        standings: summed(rows, ({ standing }) => standing).map(({ key: standing, total, failed }) => ({ standing, total, failed })),
      },
    };
  },
});

const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/supervision/appointments/today/cases',
  summary: 'The appointments behind a figure of today',
  query: todayCasesQuery,
  answers: { 200: todayCasesAnswer },
  faults: ['not-found'],
  handler: async ({ viewer, query: { centreId, page, size, ...filters }, language }, deps) => {
    const { rows, total } = await todayList(deps.knex, await todayOf(viewer, centreId, deps), filters, { page, size });
    return {
      status: 200,
      body: {
        items: rows.map((row) => ({
          ...{ id: row.id, number: row.number, standing: row.standing, officer: row.officer_name },
          status: appointmentStatuses.find((each) => each === row.status) ?? 'booked',
          centre: nameIn(language, row.centre_name, row.centre_name_en),
          type: nameIn(language, row.type_name, row.type_name_en),
          ...{ startsAt: row.starts_at.toISOString(), endsAt: row.ends_at.toISOString() },
        })),
        total,
      },
    };
  },
});

export const appointmentTodayRoutes = [figures, list];
