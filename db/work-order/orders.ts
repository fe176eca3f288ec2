/** Lists of work orders: a taxpayer's own, and those that are running. */
import type { Knex } from 'knex';

import type { WorkOrderStatus } from '../../domain/work-order/order.ts';
import { ownCases, type OwnCaseFilters, type OwnCaseRow } from '../own-cases.ts';
import { stageName } from '../stage-name.ts';
import { excerptLength } from '../worklist.ts';

export interface OwnOrderRow extends OwnCaseRow<WorkOrderStatus> {
  stage_name: string | null;
  stage_name_en: string | null;
  due_at: number | null;
  urges: number;
  stars: number | null;
}

/** Returns a page of 我的工单, newest first, with the total that the filters match. */
export const ownOrders = (
  knex: Knex,
  identityId: string,
  filters: OwnCaseFilters<WorkOrderStatus>,
  page: { page: number; size: number },
): Promise<{ rows: OwnOrderRow[]; total: number }> =>
  ownCases<OwnOrderRow>(knex, { identityId, kind: 'work-order' }, filters, page, [
    'c.stars',
    // While it waits for a form, the form has the due time.
    knex.raw(`CASE WHEN c.state->'clock'->>'purpose' <> 'form' THEN (c.state->'clock'->>'dueAt')::float8 END AS due_at`),
    knex.raw(`coalesce((c.state->>'urges')::int, 0) AS urges`),
    knex.raw(`${stageName('name')} AS stage_name`),
    knex.raw(`${stageName('nameEn')} AS stage_name_en`),
  ]);

export interface RunningOrder extends Pick<
  OwnOrderRow,
  'id' | 'number' | 'status' | 'opened_at' | 'stage_name' | 'stage_name_en' | 'excerpt'
> {
  centre_id: string;
}

/** Returns the taxpayer's running orders of a type, oldest first. */
export async function runningOrders(knex: Knex, regionId: string, identityId: string, typeId: string): Promise<RunningOrder[]> {
  const { rows } = await knex.raw<{ rows: RunningOrder[] }>(
    `SELECT c.id, c.centre_id, c.number, c.status, c.opened_at, ${stageName('name')} AS stage_name, ${stageName('nameEn')} AS stage_name_en,
       left(x.body, ${String(excerptLength)}) AS excerpt
     FROM cases c
     LEFT JOIN case_events e ON e.case_id = c.id AND e.version = 1
     LEFT JOIN texts x ON x.id = (e.data->>'textId')::uuid
     WHERE c.identity_id = :identityId AND c.type_id = :typeId AND c.region_id = :regionId AND c.kind = 'work-order' AND c.closed_at IS NULL
     ORDER BY c.opened_at, c.id LIMIT 20`,
    { identityId, typeId, regionId },
  );
  return rows;
}
