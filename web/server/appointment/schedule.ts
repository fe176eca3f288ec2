/** 我的日程: the week of the officer's centre. It names cases and officers, no taxpayer. */
import { mostScheduled, scheduleOf, type ScheduledRow } from '../../../db/appointment/schedule.ts';
import { dateOf, dayNumberOf, dayNumberOfDate, startOfDay, weekdayOf } from '../../../domain/shanghai.ts';
import { scheduleAnswer, scheduleQuery, type Scheduled } from '../../api/appointment/schedule.ts';
import type { Language } from '../../i18n/index.ts';
import { defineRoute } from '../http/define-route.ts';
import { nameIn } from '../http/names.ts';
import { centreOf } from '../officers/centre.ts';

const weekDays = [0, 1, 2, 3, 4, 5, 6] as const;

const schedule = defineRoute({
  method: 'get',
  path: '/api/appointments/schedule',
  tag: 'Appointments',
  summary: 'Appointments and held places of invitations of the officer’s centre, in the week of a day',
  access: 'officer',
  roles: ['agent', 'supervisor'],
  limit: 'read',
  query: scheduleQuery,
  answers: { 200: scheduleAnswer },
  handler: async ({ viewer, query: { day }, language }, { knex }) => {
    const wanted = dayNumberOfDate(day);
    const monday = wanted - weekdayOf(wanted) + 1;
    const rows = await scheduleOf(knex, {
      regionId: viewer.regionId,
      centreId: centreOf(viewer),
      from: new Date(startOfDay(monday)),
      until: new Date(startOfDay(monday + weekDays.length)),
    });
    const byDay = Map.groupBy(rows, ({ starts_at }) => dayNumberOf(starts_at.getTime()));
    return {
      status: 200,
      body: {
        today: dateOf(dayNumberOf(Date.now())),
        days: weekDays.map((ahead) => ({
          date: dateOf(monday + ahead),
          items: (byDay.get(monday + ahead) ?? []).map((row) => present(row, language)),
        })),
        more: rows.length === mostScheduled,
      },
    };
  },
});

const present = (row: ScheduledRow, language: Language): Scheduled => ({
  placeId: row.place_id,
  id: row.case_id,
  kind: row.kind,
  number: row.number,
  status: row.status,
  way: row.way,
  type: nameIn(language, row.type_name, row.type_name_en),
  startsAt: row.starts_at.toISOString(),
  endsAt: row.ends_at.toISOString(),
  officer: row.officer_id === null ? null : { id: row.officer_id, name: row.officer_name ?? '' },
});

export const scheduleRoutes = [schedule];
