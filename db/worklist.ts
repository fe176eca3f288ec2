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
import { decodeCursor, encodeCursor } from './cursor.ts';
import { searchFor, type WordSearch } from './search.ts';
import { stageName } from './stage-name.ts';

/** Part of a centre's work; `mine` needs the officer. */
export type WorklistPart = 'mine' | 'centre' | 'unassigned' | 'waiting' | 'overdue';

export interface WorklistFilter {
  centreId: string;
  officerId: string;
  view: WorklistPart;
  kind?: CaseKind | undefined;
  typeId?: string | undefined;
  /** Words of the number, a name or the text, or a telephone number, in any order. */
  q?: string | undefined;
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
  due_at: Date;
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

const parts: Record<WorklistPart, string> = {
  mine: `t.assignee_id = :officerId AND t.centre_id = :centreId AND t.turn = 'officer'`,
  centre: `t.centre_id = :centreId AND t.turn = 'officer'`,
  unassigned: 't.centre_id = :centreId AND t.assignee_id IS NULL',
  waiting: `t.centre_id = :centreId AND t.turn = 'taxpayer'`,
  overdue: 't.centre_id = :centreId AND t.escalated',
};

const position = z.tuple([z.int(), z.int(), z.int(), z.uuid()]);

/**
 * Returns one page in the order of urgency.
 * @param cursor `next` of the previous page
 * @returns at most `size` rows; `next` is null at the end
 * @throws CursorError for a cursor of another list
 */
export async function worklistPage(
  knex: Knex,
  filter: WorklistFilter,
  size: number,
  cursor?: string,
): Promise<{ rows: WorklistRow[]; next: string | null }> {
  const list = ['worklist', filter.centreId, filter.officerId, filter.view, filter.kind ?? null, filter.typeId ?? null, filter.q ?? null];
  const after = cursor === undefined ? null : decodeCursor(list, cursor, position);
  const { sql, bindings } = worklistQuery(filter, size + 1, after);
  const { rows: found } = await knex.raw<{ rows: WorklistRow[] }>(sql, bindings);
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return {
    rows,
    next:
      found.length > size && last ? encodeCursor(list, [last.rank, last.due_at.getTime(), last.opened_at.getTime(), last.case_id]) : null,
  };
}

/** Builds the statement of a page. It is exported so that a benchmark can check its plan. */
export function worklistQuery(
  filter: WorklistFilter,
  limit: number,
  after: readonly [rank: number, dueAt: number, openedAt: number, id: string] | null,
): { sql: string; bindings: Record<string, string | number | Date> } {
  const { centreId, officerId, kind, typeId, q } = filter;
  const search = q ? searchFor(q) : null;
  const conditions = [
    parts[filter.view],
    ...(kind === undefined ? [] : ['t.kind = :kind']),
    ...(typeId === undefined ? [] : ['t.type_id = :typeId']),
    ...(after ? ['(t.rank, t.due_at, t.opened_at, t.case_id) > (:rank, :dueAt, :openedAt, :id)'] : []),
  ].join(' AND ');
  const sql = `
    WITH ${search ? searched(conditions, search) : `page AS MATERIALIZED (SELECT ${columns} FROM tasks t WHERE ${conditions} ${inOrder} LIMIT :limit)`}
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
    ORDER BY page.rank, page.due_at, page.opened_at, page.case_id`;
  const bindings: Record<string, string | number | Date> = { centreId, officerId, limit };
  if (kind !== undefined) bindings['kind'] = kind;
  if (typeId !== undefined) bindings['typeId'] = typeId;
  if (search) Object.assign(bindings, search.bindings);
  if (after) Object.assign(bindings, { rank: after[0], dueAt: new Date(after[1]), openedAt: new Date(after[2]), id: after[3] });
  return { sql, bindings };
}

const columns = 'case_id, kind, status, turn, rank, type_id, assignee_id, opened_at, due_at, warned, escalated, urges, version';
const inOrder = 'ORDER BY rank, due_at, opened_at, case_id';

/** Number of the most urgent rows scanned before the index is used. */
const nearby = 500;

/**
 * Page of a text search. Frequent words fill it from the most urgent rows; for rare words the index returns all matches, few enough to
 * sort. A planner cannot know which case applies, so the statement finds out at run time.
 */
const searched = (conditions: string, search: WordSearch): string => `
    near AS MATERIALIZED (SELECT ${columns}, ${search.holds('search')} AS found FROM tasks t WHERE ${conditions} ${inOrder} LIMIT ${String(nearby)}),
    frequent AS MATERIALIZED (SELECT ${columns} FROM near WHERE found ${inOrder} LIMIT :limit),
    rare AS MATERIALIZED (SELECT ${columns} FROM tasks t WHERE ${conditions} AND ${search.indexed('t.search')} AND (SELECT count(*) FROM frequent) < :limit),
    page AS MATERIALIZED (
      (SELECT * FROM frequent WHERE (SELECT count(*) FROM frequent) >= :limit UNION ALL SELECT * FROM rare) ${inOrder} LIMIT :limit)`;

interface UnreadCase {
  id: string;
  kind: CaseKind;
  number: string;
  /** Type of the taxpayer's last event. */
  type: string;
  at: Date;
}

export type WorklistCounts = Record<WorklistPart, number> & {
  /** Number of the officer's own cases with unread events of the taxpayer. */
  unread: number;
  /** Unread case with the taxpayer's latest event. */
  newest: UnreadCase | null;
};

type CountsRow = Omit<WorklistCounts, 'newest'> & { newest: (Omit<UnreadCase, 'at'> & { at: string }) | null };

/** Returns the number of to-dos in each part. */
export async function worklistCounts(knex: Knex, centreId: string, officerId: string): Promise<WorklistCounts> {
  const { rows } = await knex.raw<{ rows: CountsRow[] }>(countsQuery, { centreId, officerId });
  const [counts] = rows;
  if (!counts) throw new Error('counting gave no row');
  return { ...counts, newest: counts.newest && { ...counts.newest, at: new Date(counts.newest.at) } };
}

/** Number of the officer's own cases checked for unread events. Nobody works on more at once; the others are checked as they move up. */
const ownAtHand = 200;

export const countsQuery = `
  WITH unread AS MATERIALIZED (
    SELECT own.case_id, own.kind, news.type, news.at
    FROM (SELECT t.case_id, t.kind FROM tasks t WHERE ${parts.mine} ${inOrder} LIMIT ${String(ownAtHand)}) own ${joinNews('own.case_id')}
    WHERE news.version IS NOT NULL)
  SELECT ${Object.entries(parts)
    .map(([part, condition]) => `(SELECT count(*) FROM tasks t WHERE ${condition}) AS ${part}`)
    .join(', ')},
    (SELECT count(*) FROM unread) AS unread,
    (SELECT json_build_object('id', last.case_id, 'kind', last.kind, 'number', c.number, 'type', last.type, 'at', last.at)
     FROM (SELECT * FROM unread ORDER BY at DESC, case_id LIMIT 1) last JOIN cases c ON c.id = last.case_id) AS newest`;
