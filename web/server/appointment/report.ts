/** The supervisor's report of appointments: load, no-shows and failures of officers, by day and by centre (J3). */
import { appointmentFigures, type AppointmentFigures } from '../../../db/appointment/figures.ts';
import { appointmentKind } from '../../../domain/appointment/kind.ts';
import { instantsOf } from '../../../domain/report-period.ts';
import { dayNumberOfDate } from '../../../domain/shanghai.ts';
import { appointmentReportAnswer, type Endings } from '../../api/appointment/report.ts';
import { periodQuery } from '../../api/report.ts';
import { centresOf } from '../cases/centres.ts';
import { defineRoute } from '../http/define-route.ts';
import { nameIn } from '../http/names.ts';

const report = defineRoute({
  method: 'get',
  path: '/api/supervision/appointments/report',
  tag: 'Supervision',
  summary: 'Appointments that ended in a period: held, missed, failed by the office, cancelled; by day and by centre',
  access: 'officer',
  roles: ['supervisor', 'administrator'],
  limit: 'read',
  query: periodQuery(),
  queryFor: async (viewer, deps) => periodQuery(await centresOf(viewer, deps)),
  answers: { 200: appointmentReportAnswer },
  handler: async ({ viewer, query: { from, to, centreId }, language }, deps) => {
    const { since, until } = instantsOf({ from: dayNumberOfDate(from), to: dayNumberOfDate(to) });
    const centreIds = centreId === undefined ? await centresOf(viewer, deps) : [centreId];
    const rows = await appointmentFigures(deps.knex, appointmentKind.name, { centreIds, since: new Date(since), until: new Date(until) });
    return {
      status: 200,
      body: {
        days: [...Map.groupBy(rows, ({ date }) => date)].map(([date, of]) => ({ date, ...sumOf(of) })),
        centres: [...Map.groupBy(rows, ({ centre_id }) => centre_id)].map(([id, of]) => ({
          id,
          name: nameIn(language, of[0]?.centre_name ?? null, of[0]?.centre_name_en ?? null),
          ...sumOf(of),
        })),
      },
    };
  },
});

const sumOf = (rows: readonly AppointmentFigures[]): Endings => ({
  held: rows.reduce((sum, { held }) => sum + held, 0),
  missed: rows.reduce((sum, { missed }) => sum + missed, 0),
  officerFailed: rows.reduce((sum, { officer_failed }) => sum + officer_failed, 0),
  cancelled: rows.reduce((sum, { cancelled }) => sum + cancelled, 0),
});

export const appointmentReportRoutes = [report];
