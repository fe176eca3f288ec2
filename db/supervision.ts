/** Lists for supervisors (J3): cases of their centre, or of the region for an administrator, and their distribution. */
import type { Knex } from 'knex';
import { z } from 'zod';

import { openedWithin, type Age } from '../domain/ages.ts';
import { plain } from '../domain/input/text.ts';
import type { CaseKind } from '../domain/case.ts';
import { boardKind } from '../domain/kinds.ts';
import type { Case } from './models/index.ts';
import { closedCases } from './closed-cases.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { beginningWith, searchFor } from './search.ts';
import { taskConditions, type TaskFilter } from './task-filters.ts';

/** Row of these lists. It contains no texts: the lists show how cases run. */
export interface SupervisedCase {
  id: string;
  kind: CaseKind;
  number: string;
  status: Case['status'];
  centre_id: string;
  centre_name: string;
  centre_name_en: string;
  type_id: string;
  type_name: string;
  type_name_en: string;
  /** Company or person; null for readers who may not see contents. */
  taxpayer: string | null;
  assignee_id: string | null;
  assignee_name: string | null;
  opened_at: Date;
  due_at: Date | null;
  closed_at: Date | null;
  warned: boolean;
  escalated: boolean;
}

export interface SupervisionFilter extends TaskFilter {
  state: 'open' | 'closed';
  /** Centres of one region. */
  centreIds: readonly string[];
  q?: string | undefined;
  /** Age of an order; like the other filters, of open cases only. */
  age?: Age | undefined;
  /** True when rows name the taxpayer and the search covers names and texts, not only numbers. */
  contents: boolean;
}

/** Returns the centres that a person supervises: their own, or all of the region. */
export async function supervisedCentres(knex: Knex, scope: { regionId: string; centreId?: string }): Promise<string[]> {
  if (scope.centreId !== undefined) return [scope.centreId];
  return knex('centres').where({ region_id: scope.regionId }).orderBy(['position', 'id']).pluck<string[]>('id');
}

const openPosition = z.tuple([z.int(), z.int(), z.int(), z.uuid()]);
/** Cursor position in lists ordered by a time. */
const timePosition = z.tuple([z.int(), z.uuid()]);

/**
 * Returns one page: open cases by urgency (overdue, then by due time), cases of an age oldest first, closed cases newest first.
 * @throws CursorError for a cursor of another list
 */
export async function supervisedPage(
  knex: Knex,
  filter: SupervisionFilter,
  size: number,
  cursor?: string,
): Promise<{ rows: SupervisedCase[]; next: string | null }> {
  const { kind, typeId, assigneeId, stage, what, age } = filter;
  const narrowed = [kind, typeId, assigneeId, stage, what, age].map((each) => each ?? null);
  const list = ['supervision', filter.state, filter.centreIds, filter.q ?? null, filter.contents, ...narrowed];
  const order = filter.state === 'closed' ? 'closed' : age === undefined ? 'urgency' : 'age';
  const bindings: Record<string, string | number | boolean | Date | string[]> = {
    centreIds: [...filter.centreIds],
    contents: filter.contents,
    limit: size + 1,
    ...taskConditions(filter).bindings,
    ...(age !== undefined && openedAt(age)),
  };
  if (cursor !== undefined && order === 'urgency') {
    const [rank, at, openedAt, id] = decodeCursor(list, cursor, openPosition);
    Object.assign(bindings, { rank, at: new Date(at), openedAt: new Date(openedAt), id });
  } else if (cursor !== undefined) {
    const [at, id] = decodeCursor(list, cursor, timePosition);
    Object.assign(bindings, { at: new Date(at), id });
  }
  if (filter.q) Object.assign(bindings, { ...searchFor(filter.q).bindings, numberPattern: beginningWith(plain(filter.q).toUpperCase()) });

  const sql = `${pages[order](filter, cursor !== undefined)}
    SELECT c.id, c.kind, c.number, c.status, c.opened_at, c.closed_at, c.assignee_id, o.name AS assignee_name,
      page.due_at, page.warned, page.escalated, page.rank,
      z.id AS centre_id, z.name AS centre_name, z.name_en AS centre_name_en, m.id AS type_id, m.name AS type_name, m.name_en AS type_name_en,
      ${taxpayer} AS taxpayer
    FROM page JOIN cases c ON c.id = page.case_id
    JOIN centres z ON z.id = c.centre_id
    JOIN case_types m ON m.id = c.type_id
    JOIN identities i ON i.id = c.identity_id
    LEFT JOIN officers o ON o.id = c.assignee_id
    ORDER BY ${pageOrders[order]}`;
  const { rows: found } = await knex.raw<{ rows: (SupervisedCase & { rank: number })[] }>(sql, bindings);
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  if (found.length <= size || !last) return { rows, next: null };
  const position = {
    urgency: [last.rank, last.due_at?.getTime() ?? 0, last.opened_at.getTime(), last.id],
    age: [last.opened_at.getTime(), last.id],
    closed: [last.closed_at?.getTime() ?? 0, last.id],
  };
  return { rows, next: encodeCursor(list, position[order]) };
}

/** Not read at all for readers who may not see it. */
const taxpayer = 'CASE WHEN :contents THEN coalesce(i.company_name, i.person_name) END';

/** Returns the bounds of the opening time of an age. */
function openedAt(age: Age): Record<string, string> {
  const { since, until } = openedWithin(age, Date.now());
  const instant = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString() : at > 0 ? 'infinity' : '-infinity');
  return { since: instant(since), until: instant(until) };
}

/** Returns the SQL conditions of the filters. */
function narrowings(filter: SupervisionFilter): string[] {
  const { q, contents, stage, age } = filter;
  return [
    ...taskConditions(filter).conditions,
    // The indexes on stage and age contain only cases of this kind.
    ...(stage === undefined && age === undefined ? [] : [`t.kind = '${boardKind}'`]),
    ...(age === undefined ? [] : ['t.opened_at >= :since::timestamptz AND t.opened_at < :until::timestamptz']),
    ...(q
      ? [
          contents
            ? searchFor(q).indexed('t.search')
            : 'EXISTS (SELECT 1 FROM cases n WHERE n.id = t.case_id AND n.number LIKE :numberPattern)',
        ]
      : []),
  ];
}

/** Merges the first rows of each centre and turn, which come from the worklist's index. */
function urgentPage(filter: SupervisionFilter, continued: boolean): string {
  const conditions = [
    't.centre_id = centre.id AND t.turn = side.turn',
    ...narrowings(filter),
    ...(continued ? ['(t.rank, t.due_at, t.opened_at, t.case_id) > (:rank, :at, :openedAt, :id)'] : []),
  ];
  return `
    WITH page AS MATERIALIZED (
      SELECT t.* FROM unnest(:centreIds::text[]) AS centre (id), unnest('{officer,taxpayer,nobody}'::text[]) AS side (turn),
        LATERAL (SELECT t.case_id, t.rank, t.due_at, t.opened_at, t.warned, t.escalated FROM tasks t WHERE ${conditions.join(' AND ')}
                 ORDER BY t.rank, t.due_at, t.opened_at, t.case_id LIMIT :limit) t
      ORDER BY t.rank, t.due_at, t.opened_at, t.case_id LIMIT :limit)`;
}

/** Merges the oldest rows of that age of each centre. */
function agedPage(filter: SupervisionFilter, continued: boolean): string {
  const conditions = ['t.centre_id = centre.id', ...narrowings(filter), ...(continued ? ['(t.opened_at, t.case_id) > (:at, :id)'] : [])];
  return `
    WITH page AS MATERIALIZED (
      SELECT t.* FROM unnest(:centreIds::text[]) AS centre (id),
        LATERAL (SELECT t.case_id, t.opened_at, t.rank, t.due_at, t.warned, t.escalated FROM tasks t WHERE ${conditions.join(' AND ')}
                 ORDER BY t.opened_at, t.case_id LIMIT :limit) t
      ORDER BY t.opened_at, t.case_id LIMIT :limit)`;
}

const closedPage = (filter: SupervisionFilter, continued: boolean): string =>
  `WITH ${closedCases({ q: filter.q, contents: filter.contents }, continued).ctes},
    page AS (SELECT closed.*, NULL::timestamptz AS due_at, false AS warned, false AS escalated, 0 AS rank FROM closed)`;

const pages = { urgency: urgentPage, age: agedPage, closed: closedPage };
const pageOrders = {
  urgency: 'page.rank, page.due_at, page.opened_at, page.case_id',
  age: 'page.opened_at, page.case_id',
  closed: 'page.closed_at DESC, page.case_id DESC',
};

export interface SupervisionSummary {
  byStatus: { kind: CaseKind; status: Case['status']; count: number }[];
  byOfficer: { id: string; name: string; on_duty: boolean; open: number; overdue: number }[];
  unassigned: number;
  warned: number;
  overdue: number;
}

/** Returns counts of open cases by state and assignee. */
export async function supervisionSummary(knex: Knex, centreIds: readonly string[]): Promise<SupervisionSummary> {
  const bindings = { centreIds: [...centreIds] };
  const [statuses, officers] = await Promise.all([
    knex.raw<{ rows: { kind: CaseKind; status: Case['status']; count: number; unassigned: number; warned: number; overdue: number }[] }>(
      `SELECT kind, status, count(*) AS count, count(*) FILTER (WHERE assignee_id IS NULL) AS unassigned,
         count(*) FILTER (WHERE warned AND NOT escalated AND turn = 'officer') AS warned, count(*) FILTER (WHERE escalated) AS overdue
       FROM tasks WHERE centre_id = ANY (:centreIds::text[]) GROUP BY kind, status ORDER BY kind, status`,
      bindings,
    ),
    knex.raw<{ rows: SupervisionSummary['byOfficer'] }>(
      `SELECT o.id, o.name, o.on_duty, coalesce(held.open, 0) AS open, coalesce(held.overdue, 0) AS overdue
       FROM officers o
       LEFT JOIN (SELECT assignee_id, count(*) AS open, count(*) FILTER (WHERE escalated) AS overdue
                  FROM tasks WHERE centre_id = ANY (:centreIds::text[]) GROUP BY assignee_id) held ON held.assignee_id = o.id
       WHERE o.centre_id = ANY (:centreIds::text[]) AND o.active
       ORDER BY coalesce(held.open, 0) DESC, o.name, o.id`,
      bindings,
    ),
  ]);
  const sum = (key: 'unassigned' | 'warned' | 'overdue'): number => statuses.rows.reduce((total, row) => total + row[key], 0);
  return {
    byStatus: statuses.rows.map(({ kind, status, count }) => ({ kind, status, count })),
    byOfficer: officers.rows,
    unassigned: sum('unassigned'),
    warned: sum('warned'),
    overdue: sum('overdue'),
  };
}

/** Returns one case as in these lists; undefined when there is none. */
export async function supervisedCase(knex: Knex, id: string, contents: boolean): Promise<SupervisedCase | undefined> {
  const { rows } = await knex.raw<{ rows: SupervisedCase[] }>(
    `SELECT c.id, c.kind, c.number, c.status, c.opened_at, c.closed_at, c.assignee_id, o.name AS assignee_name,
       t.due_at, coalesce(t.warned, false) AS warned, coalesce(t.escalated, false) AS escalated,
       z.id AS centre_id, z.name AS centre_name, z.name_en AS centre_name_en, m.id AS type_id, m.name AS type_name, m.name_en AS type_name_en,
       ${taxpayer} AS taxpayer
     FROM cases c JOIN centres z ON z.id = c.centre_id JOIN case_types m ON m.id = c.type_id JOIN identities i ON i.id = c.identity_id
     LEFT JOIN officers o ON o.id = c.assignee_id LEFT JOIN tasks t ON t.case_id = c.id
     WHERE c.id = :id`,
    { id, contents },
  );
  return rows[0];
}

/** Returns the officers and centres that a case's events reference, to show its history with names. */
export async function namesInHistory(
  knex: Knex,
  caseId: string,
): Promise<{ officers: Map<string, string>; centres: { id: string; name: string; name_en: string }[] }> {
  const [officers, centres] = await Promise.all([
    knex.raw<{ rows: { id: string; name: string }[] }>(
      `SELECT id, name FROM officers WHERE id IN (
         SELECT actor_id FROM case_events WHERE case_id = :caseId AND actor_kind = 'officer'
         UNION SELECT (data ->> 'officerId')::uuid FROM case_events WHERE case_id = :caseId)`,
      { caseId },
    ),
    knex.raw<{ rows: { id: string; name: string; name_en: string }[] }>(
      `SELECT id, name, name_en FROM centres WHERE id IN (SELECT data ->> 'centreId' FROM case_events WHERE case_id = :caseId)`,
      { caseId },
    ),
  ]);
  return { officers: new Map(officers.rows.map(({ id, name }) => [id, name])), centres: centres.rows };
}
