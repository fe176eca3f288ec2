/** 我的日程: the booked appointments and the held places of invitations of a centre. */
import type { Knex } from 'knex';

import type { CaseKind } from '../../domain/case.ts';
import type { InteractionWay } from '../../domain/slots/definition.ts';
import type { Case } from '../models/index.ts';
import { prepared } from '../prepared.ts';

export interface ScheduledRow {
  place_id: string;
  case_id: string;
  kind: CaseKind;
  number: string;
  status: Case['status'];
  way: InteractionWay;
  starts_at: Date;
  ends_at: Date;
  type_name: string;
  type_name_en: string | null;
  officer_id: string | null;
  officer_name: string | null;
}

/** Most places that are returned. */
export const mostScheduled = 1_000;

/**
 * Returns the places of cases at a centre that start within a time, in their order; no more than `mostScheduled`. The pools of the region's
 * types are named, so that the index of places by time serves each.
 */
export async function scheduleOf(
  knex: Knex,
  { regionId, centreId, from, until }: { regionId: string; centreId: string; from: Date; until: Date },
): Promise<ScheduledRow[]> {
  const { rows } = await prepared<ScheduledRow>(
    knex,
    `SELECT p.id AS place_id, c.id AS case_id, c.kind, c.number, c.status, c.state ->> 'way' AS way, p.starts_at, p.ends_at,
       t.name AS type_name, t.name_en AS type_name_en, o.id AS officer_id, o.name AS officer_name
     FROM (SELECT DISTINCT v.definition ->> 'pool' AS pool FROM case_types t JOIN type_versions v ON v.type_id = t.id
           WHERE t.region_id = :regionId AND v.definition ->> 'pool' IS NOT NULL) pools
     JOIN slot_places p ON p.centre_id = :centreId AND p.pool = pools.pool AND p.starts_at >= :from AND p.starts_at < :until
     JOIN cases c ON c.id = p.case_id
     JOIN case_types t ON t.id = c.type_id
     LEFT JOIN officers o ON o.id = c.assignee_id
     ORDER BY p.starts_at, p.place_no, p.id LIMIT ${String(mostScheduled)}`,
    { regionId, centreId, from, until },
  );
  return rows;
}
