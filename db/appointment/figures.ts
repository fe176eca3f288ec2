/** Figures of appointments in a period, for the supervisor's reports (J3). */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/** Appointments that ended on a day at a centre, by how they ended. */
export interface AppointmentFigures {
  centre_id: string;
  centre_name: string;
  centre_name_en: string | null;
  /** Day in Shanghai, YYYY-MM-DD. */
  date: string;
  held: number;
  /** Taxpayer missing, without misses that an appeal has lifted. */
  missed: number;
  officer_failed: number;
  cancelled: number;
}

/** Returns a row for each centre and day with an appointment that ended in the period, by day. */
export async function appointmentFigures(
  knex: Knex,
  kind: string,
  { centreIds, since, until }: { centreIds: readonly string[]; since: Date; until: Date },
): Promise<AppointmentFigures[]> {
  const { rows } = await prepared<AppointmentFigures>(
    knex,
    `SELECT z.id AS centre_id, z.name AS centre_name, z.name_en AS centre_name_en,
       to_char(c.closed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS date,
       count(*) FILTER (WHERE c.status = 'held')::int AS held,
       count(*) FILTER (WHERE c.status = 'missed' AND c.state ->> 'appeal' IS DISTINCT FROM 'lifted')::int AS missed,
       count(*) FILTER (WHERE c.status = 'officer-failed')::int AS officer_failed,
       count(*) FILTER (WHERE c.status = 'cancelled')::int AS cancelled
     FROM cases c JOIN centres z ON z.id = c.centre_id
     WHERE c.kind = :kind AND c.centre_id = ANY(:centreIds::text[]) AND c.closed_at >= :since AND c.closed_at < :until
     GROUP BY z.id, z.name, z.name_en, 4 ORDER BY 4, z.id`,
    { kind, centreIds: [...centreIds], since, until },
  );
  return rows;
}
