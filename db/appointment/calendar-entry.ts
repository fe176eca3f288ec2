import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/** Names of an appointment for a calendar, beside its time. */
export interface CalendarEntry {
  number: string;
  typeName: string;
  typeNameEn: string;
  centreName: string;
  centreNameEn: string;
  /** Last change that a calendar shows. */
  changedAt: Date;
}

/** Returns names and last change of an appointment; undefined while it has no place. */
export async function calendarEntryOf(knex: Knex, caseId: string): Promise<CalendarEntry | undefined> {
  const { rows } = await prepared<CalendarEntry>(
    knex,
    `SELECT c.number, t.name AS "typeName", t.name_en AS "typeNameEn", o.name AS "centreName", o.name_en AS "centreNameEn",
       changed.at AS "changedAt"
     FROM cases c JOIN case_types t ON t.id = c.type_id JOIN centres o ON o.id = c.centre_id
     CROSS JOIN LATERAL (
       SELECT e.at FROM case_events e WHERE e.case_id = c.id AND e.type IN ('booked', 'moved', 'cancelled')
       ORDER BY e.version DESC LIMIT 1) AS changed
     WHERE c.id = :caseId`,
    { caseId },
  );
  return rows[0];
}
