/** Today's appointments of centres, for the supervisor's live load: figures, and the list behind each of them. */
import type { Knex } from 'knex';

import { appointmentKind } from '../../domain/appointment/kind.ts';
import type { TodayStanding } from '../../domain/appointment/today.ts';
import { prepared } from '../prepared.ts';

export interface Today {
  regionId: string;
  centreIds: readonly string[];
  /** Start and end of the day. */
  from: Date;
  until: Date;
}

/**
 * An appointment counts at the time of its place; one that was cancelled has none. One that the office failed has given its place back and
 * counts at the time it had. The pools of the region's types are named, so that the index of places by time serves each. The office is about
 * to fail when the grace has passed without a start.
 */
const today = `
  WITH pools AS (
    SELECT DISTINCT v.definition ->> 'pool' AS pool FROM case_types t JOIN type_versions v ON v.type_id = t.id
    WHERE t.region_id = :regionId AND v.definition ->> 'pool' IS NOT NULL),
  timed AS (
    SELECT p.case_id, p.starts_at, p.ends_at
    FROM unnest(:centreIds::text[]) AS centre (id)
    CROSS JOIN pools
    JOIN slot_places p ON p.centre_id = centre.id AND p.pool = pools.pool AND p.starts_at >= :from AND p.starts_at < :until
    JOIN cases c ON c.id = p.case_id AND c.kind = :kind AND c.status <> 'officer-failed'
    UNION ALL
    SELECT f.id, f.starts_at, f.ends_at
    FROM (
      SELECT id, to_timestamp((state ->> 'startsAt')::float8 / 1000) AS starts_at, to_timestamp((state ->> 'endsAt')::float8 / 1000) AS ends_at
      FROM cases
      WHERE kind = :kind AND centre_id = ANY(:centreIds::text[]) AND closed_at >= :from AND status = 'officer-failed') f
    WHERE f.starts_at >= :from AND f.starts_at < :until),
  today AS (
    SELECT c.id, c.number, c.status, c.centre_id, c.type_id, c.assignee_id, p.starts_at, p.ends_at,
      extract(hour FROM p.starts_at AT TIME ZONE 'Asia/Shanghai')::int AS hour,
      c.status = 'officer-failed' OR (c.status = 'booked' AND (c.state ->> 'late')::boolean) AS failed,
      CASE
        WHEN c.status IN ('held', 'missed', 'officer-failed') THEN c.status
        WHEN c.status = 'started' THEN 'in-progress'
        WHEN c.state ->> 'taxpayerThere' IS NOT NULL AND c.state ->> 'officerThere' IS NULL THEN 'taxpayer-waits'
        WHEN (c.state ->> 'late')::boolean THEN 'late'
        WHEN c.state ->> 'officerThere' IS NOT NULL AND c.state ->> 'taxpayerThere' IS NULL THEN 'officer-waits'
        WHEN c.state ->> 'officerThere' IS NOT NULL THEN 'both-there'
        ELSE 'ahead' END AS standing
    FROM timed p JOIN cases c ON c.id = p.case_id)`;

const valuesOf = ({ regionId, centreIds, from, until }: Today) => ({
  ...{ regionId, centreIds: [...centreIds], from, until, kind: appointmentKind.name },
});

export interface TodayFigure {
  hour: number;
  standing: TodayStanding;
  centre_id: string;
  centre_name: string;
  centre_name_en: string | null;
  total: number;
  failed: number;
}

/** Returns the number of appointments by hour, centre and standing. */
export async function todayFigures(knex: Knex, of: Today): Promise<TodayFigure[]> {
  const { rows } = await prepared<TodayFigure>(
    knex,
    `${today}
     SELECT t.hour, t.standing, z.id AS centre_id, z.name AS centre_name, z.name_en AS centre_name_en,
       count(*)::int AS total, (count(*) FILTER (WHERE t.failed))::int AS failed
     FROM today t JOIN centres z ON z.id = t.centre_id
     GROUP BY t.hour, t.standing, z.id, z.name, z.name_en ORDER BY t.hour, z.id`,
    valuesOf(of),
  );
  return rows;
}

export interface TodayFilters {
  hour?: number | undefined;
  standing?: TodayStanding | undefined;
  failed?: boolean | undefined;
}

export interface TodayRow {
  id: string;
  number: string;
  status: string;
  standing: TodayStanding;
  centre_name: string;
  centre_name_en: string | null;
  type_name: string;
  type_name_en: string | null;
  officer_name: string | null;
  starts_at: Date;
  ends_at: Date;
  total: number;
}

/** Returns a page of today's appointments by their start, and how many match. */
export async function todayList(
  knex: Knex,
  of: Today,
  { hour, standing, failed }: TodayFilters,
  { page, size }: { page: number; size: number },
): Promise<{ rows: TodayRow[]; total: number }> {
  const { rows } = await prepared<TodayRow>(
    knex,
    `${today}
     SELECT t.id, t.number, t.status, t.standing, t.starts_at, t.ends_at, z.name AS centre_name, z.name_en AS centre_name_en,
       y.name AS type_name, y.name_en AS type_name_en, o.name AS officer_name, (count(*) OVER ())::int AS total
     FROM today t JOIN centres z ON z.id = t.centre_id JOIN case_types y ON y.id = t.type_id LEFT JOIN officers o ON o.id = t.assignee_id
     WHERE (:hour::int IS NULL OR t.hour = :hour) AND (:standing::text IS NULL OR t.standing = :standing)
       AND (:failed::boolean IS NULL OR t.failed = :failed)
     ORDER BY t.starts_at, t.id LIMIT :size OFFSET :offset`,
    { ...valuesOf(of), hour: hour ?? null, standing: standing ?? null, failed: failed ?? null, size, offset: (page - 1) * size },
  );
  return { rows, total: rows[0]?.total ?? 0 };
}
