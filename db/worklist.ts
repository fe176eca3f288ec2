/**
 * Worklist of a centre (J1): keyset pages and counts. Every query starts with the centre, so that nobody sees another centre's work. The
 * order (rank, due, opened, id) is that of the indexes.
 */
import type { Knex } from 'knex';
import { z } from 'zod';

import type { CaseKind } from '../domain/case.ts';
import type { Move } from '../domain/kind.ts';
import type { Priority } from '../domain/priority.ts';
import type { Case } from './models/index.ts';
import { joinNews } from './case-reads.ts';
import { closedCases } from './closed-cases.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { searchFor, type WordSearch } from './search.ts';
import { stageName } from './stage-name.ts';
import { taskConditions, type TaskFilter } from './task-filters.ts';

/** Part of a centre's open work; `mine` needs the officer. */
export type WorklistPart = 'mine' | 'centre' | 'unassigned' | 'waiting' | 'overdue';
/** Orders of open work: by urgency, latest opened first, or latest event first. */
export type WorklistSort = 'due' | 'opened' | 'activity';

/** `since` and `until` bound the opening time, of closed cases the time of the end. */
export interface WorklistFilter extends TaskFilter {
  centreId: string;
  /** The reader. */
  officerId: string;
  /** Words of the number, a name or the text, or a telephone number, in any order. */
  q?: string | undefined;
}
export interface OpenWork extends WorklistFilter {
  view: WorklistPart;
  sort: WorklistSort;
}

export interface WorklistRow {
  case_id: string;
  kind: CaseKind;
  number: string;
  status: Case['status'];
  turn: Move;
  rank: number;
  type_id: string;
  type_name: string;
  type_name_en: string;
  taxpayer: string;
  excerpt: string | null;
  assignee_id: string | null;
  assignee_name: string | null;
  opened_at: Date;
  changed_at: Date;
  /** Null once the case is closed. */
  due_at: Date | null;
  closed_at: Date | null;
  warned: boolean;
  escalated: boolean;
  stage_name: string | null;
  stage_name_en: string | null;
  urges: number;
  /** Priority of an order. */
  priority: Priority | null;
  version: number;
  /** Newest event of the taxpayer since this officer's last read; null when there is none. */
  news_type: string | null;
  news_at: Date | null;
  news_excerpt: string | null;
}

/** Maximum length of the first text in a list, in characters. */
export const excerptLength = 80;

/** Conditions on a to-do of the parts. */
export const parts: Record<WorklistPart, string> = {
  mine: `t.assignee_id = :officerId AND t.centre_id = :centreId AND t.turn = 'officer'`,
  centre: `t.centre_id = :centreId AND t.turn = 'officer'`,
  unassigned: 't.centre_id = :centreId AND t.assignee_id IS NULL',
  waiting: `t.centre_id = :centreId AND t.turn = 'taxpayer'`,
  overdue: 't.centre_id = :centreId AND t.escalated',
};

/** Orders with the position of a row in them, which a cursor holds. */
const sorts: Record<WorklistSort, { by: string; after: string; positionOf: (row: WorklistRow) => readonly number[] }> = {
  due: {
    by: 'rank, due_at, opened_at, case_id',
    after: '(t.rank, t.due_at, t.opened_at, t.case_id) > (:at0, :at1, :at2, :id)',
    positionOf: ({ rank, due_at, opened_at }) => [rank, due_at?.getTime() ?? 0, opened_at.getTime()],
  },
  opened: {
    by: 'opened_at DESC, case_id DESC',
    after: '(t.opened_at, t.case_id) < (:at0, :id)',
    positionOf: ({ opened_at }) => [opened_at.getTime()],
  },
  activity: {
    by: 'changed_at DESC, case_id DESC',
    after: '(t.changed_at, t.case_id) < (:at0, :id)',
    positionOf: ({ changed_at }) => [changed_at.getTime()],
  },
};
const timePosition = z.tuple([z.int(), z.uuid()]);
const positions: Record<WorklistSort, z.ZodType<readonly (number | string)[]>> = {
  due: z.tuple([z.int(), z.int(), z.int(), z.uuid()]),
  opened: timePosition,
  activity: timePosition,
};

type Bindings = Record<string, string | number | Date | string[]>;

/**
 * Returns one page of open work in the chosen order.
 * @param cursor `next` of the previous page
 * @returns at most `size` rows; `next` is null at the end
 * @throws CursorError for a cursor of another list
 */
export async function worklistPage(
  knex: Knex,
  work: OpenWork,
  size: number,
  cursor?: string,
): Promise<{ rows: WorklistRow[]; next: string | null }> {
  const list = ['worklist', ...keyOf(work)];
  const { sql, bindings } = worklistQuery(work, size + 1, cursor === undefined ? null : decodeCursor(list, cursor, positions[work.sort]));
  const { rows: found } = await knex.raw<{ rows: WorklistRow[] }>(sql, bindings);
  return pageOf(found, size, list, sorts[work.sort].positionOf);
}

/** @param found the page, and one row more when the list goes on */
function pageOf(
  found: readonly WorklistRow[],
  size: number,
  list: readonly unknown[],
  positionOf: (row: WorklistRow) => readonly number[],
): { rows: WorklistRow[]; next: string | null } {
  const rows = found.slice(0, size);
  const last = found.length > size ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : encodeCursor(list, [...positionOf(last), last.case_id]) };
}

/** Returns what identifies a list, so that a cursor of another one is refused. */
const keyOf = (filter: WorklistFilter & { view: string; sort?: string }): (string | number | null)[] => {
  const { centreId, officerId, view, sort, kind, typeId, stage, status, what, assigneeId, q, since, until } = filter;
  return [centreId, officerId, view, ...[sort, kind, typeId, stage, status, what, assigneeId, q, since, until].map((each) => each ?? null)];
};

/**
 * Builds the statement of a page. It is exported so that a benchmark can check its plan.
 * @param after position of the last row of the previous page
 */
export function worklistQuery(
  work: OpenWork,
  limit: number,
  after: readonly (number | string)[] | null,
): { sql: string; bindings: Bindings } {
  const search = work.q ? searchFor(work.q) : null;
  const { by, after: isAfter } = sorts[work.sort];
  const narrowed = taskConditions(work);
  const conditions = [parts[work.view], ...narrowed.conditions, ...(after ? [isAfter] : [])].join(' AND ');
  const inOrder = `ORDER BY ${by}`;
  const sql = `
    WITH ${search ? searched(conditions, search, inOrder) : `page AS MATERIALIZED (SELECT ${columns} FROM tasks t WHERE ${conditions} ${inOrder} LIMIT :limit)`}
    ${shown(by.replaceAll(/\w+_\w+|rank/g, (column) => `page.${column}`))}`;
  return {
    sql,
    bindings: {
      centreId: work.centreId,
      officerId: work.officerId,
      limit,
      ...narrowed.bindings,
      ...search?.bindings,
      ...(after && positionBindings(work.sort, after)),
    },
  };
}

function positionBindings(sort: WorklistSort, position: readonly (number | string)[]): Bindings {
  const [id = '', ...instants] = position.toReversed();
  const values = instants.toReversed().map((value, i) => [`at${String(i)}`, sort === 'due' && i === 0 ? value : new Date(value)] as const);
  return { ...Object.fromEntries(values), id };
}

/** Returns one page of the centre's closed cases, latest end first. @throws CursorError for a cursor of another list */
export async function closedPage(
  knex: Knex,
  filter: WorklistFilter,
  size: number,
  cursor?: string,
): Promise<{ rows: WorklistRow[]; next: string | null }> {
  const list = ['worklist', ...keyOf({ ...filter, view: 'closed' })];
  const after = cursor === undefined ? null : decodeCursor(list, cursor, timePosition);
  const { ctes, bindings } = closedCases({ ...filter, contents: true }, after !== null);
  const sql = `
    WITH ${ctes}, page AS (
      SELECT closed.case_id, closed.closed_at, c.kind, c.status, 'nobody' AS turn, 1 AS rank, c.type_id, c.assignee_id, c.opened_at,
        c.changed_at, NULL::timestamptz AS due_at, false AS warned, false AS escalated, 0 AS urges, c.version
      FROM closed JOIN cases c ON c.id = closed.case_id)
    ${shown('page.closed_at DESC, page.case_id DESC')}`;
  const { rows: found } = await knex.raw<{ rows: WorklistRow[] }>(sql, {
    ...bindings,
    centreIds: [filter.centreId],
    officerId: filter.officerId,
    limit: size + 1,
    ...(after && { at: new Date(after[0]), id: after[1] }),
  });
  return pageOf(found, size, list, ({ closed_at }) => [closed_at?.getTime() ?? 0]);
}

const columns =
  'case_id, NULL::timestamptz AS closed_at, kind, status, turn, rank, type_id, assignee_id, opened_at, changed_at, due_at, warned, escalated, urges, version';

/** Adds what a row shows. */
const shown = (order: string): string => `
    SELECT page.*, c.number, c.state ->> 'priority' AS priority, ${stageName('name')} AS stage_name, ${stageName('nameEn')} AS stage_name_en, m.name AS type_name, m.name_en AS type_name_en, coalesce(i.company_name, i.person_name) AS taxpayer,
      o.name AS assignee_name, left(x.body, ${String(excerptLength)}) AS excerpt,
      news.type AS news_type, news.at AS news_at, left(w.body, ${String(excerptLength)}) AS news_excerpt
    FROM page
    JOIN cases c ON c.id = page.case_id
    JOIN case_types m ON m.id = page.type_id
    JOIN identities i ON i.id = c.identity_id
    LEFT JOIN officers o ON o.id = page.assignee_id
    LEFT JOIN case_events e ON e.case_id = page.case_id AND e.version = 1
    LEFT JOIN texts x ON x.id = (e.data ->> 'textId')::uuid
    ${joinNews('page.case_id')}
    LEFT JOIN texts w ON w.id = (news.data ->> 'textId')::uuid
    ORDER BY ${order}`;

/** Number of the first rows scanned before the index is used. */
const nearby = 500;

/**
 * Page of a text search. Frequent words fill it from the first rows; for rare words the index returns all matches, few enough to sort. A
 * planner cannot know which case applies, so the statement finds out at run time.
 */
const searched = (conditions: string, search: WordSearch, inOrder: string): string => `
    near AS MATERIALIZED (SELECT ${columns}, ${search.holds('search')} AS found FROM tasks t WHERE ${conditions} ${inOrder} LIMIT ${String(nearby)}),
    frequent AS MATERIALIZED (SELECT ${taskColumnNames} FROM near WHERE found ${inOrder} LIMIT :limit),
    rare AS MATERIALIZED (SELECT ${columns} FROM tasks t WHERE ${conditions} AND ${search.indexed('t.search')} AND (SELECT count(*) FROM frequent) < :limit),
    page AS MATERIALIZED (
      (SELECT * FROM frequent WHERE (SELECT count(*) FROM frequent) >= :limit UNION ALL SELECT * FROM rare) ${inOrder} LIMIT :limit)`;
const taskColumnNames = columns.replace('NULL::timestamptz AS ', '');
