/** 我的预约 → 我的发起: the appointments of one identity (E6). */
import type { Knex } from 'knex';

import type { AppointmentState, AppointmentStatus, InteractionStatus } from '../../domain/appointment/appointment.ts';
import { fold } from '../../domain/input/fold.ts';
import { plain } from '../../domain/input/text.ts';
import { dayNumberOfDate, startOfDay } from '../../domain/shanghai.ts';
import type { AppointmentDefinition, InteractionWay } from '../../domain/slots/definition.ts';
import { ownCases, type OwnCaseFilters, type OwnCaseRow } from '../own-cases.ts';
import { containing } from '../search.ts';
import { categoriesColumn } from '../slots/categories.ts';

export interface OwnAppointmentRow extends OwnCaseRow<AppointmentStatus> {
  state: AppointmentState;
  /** Categories of its type, in the version that it began with. */
  categories: AppointmentDefinition['categories'];
}

interface OwnAppointmentFilters extends Pick<OwnCaseFilters<AppointmentStatus>, 'number' | 'status' | 'typeId'> {
  way?: InteractionWay;
  interaction?: InteractionStatus;
  /** Words of the description. */
  text?: string;
  /** Days in Shanghai on which it starts, both inclusive, YYYY-MM-DD. */
  from?: string;
  to?: string;
}

/** Returns a page of the list, newest first, with the total that the filters match. */
export const ownAppointments = (
  knex: Knex,
  identityId: string,
  { way, interaction, text, from, to, ...filters }: OwnAppointmentFilters,
  page: { page: number; size: number },
): Promise<{ rows: OwnAppointmentRow[]; total: number }> =>
  ownCases<OwnAppointmentRow>(knex, { identityId, kind: 'appointment' }, filters, page, ['c.state', categoriesColumn(knex)], (query) => {
    if (way !== undefined) void query.whereRaw(`c.state ->> 'way' = ?`, [way]);
    if (interaction !== undefined) void query.whereRaw(`c.state ->> 'interaction' = ?`, [interaction]);
    if (from !== undefined) void query.whereRaw(`(c.state ->> 'startsAt')::float8 >= ?`, [startOfDay(dayNumberOfDate(from))]);
    if (to !== undefined) void query.whereRaw(`(c.state ->> 'startsAt')::float8 < ?`, [startOfDay(dayNumberOfDate(to) + 1)]);
    if (text !== undefined && text !== '')
      void query.whereExists(
        knex('case_events AS e')
          .join('texts AS x', knex.raw(`x.id = (e.data ->> 'textId')::uuid`))
          .whereRaw('e.case_id = c.id AND e.version = 1')
          .whereRaw('fold(x.body) LIKE ?', [containing(fold(plain(text)))]),
      );
  });
