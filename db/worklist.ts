/**
 * The worklist of a centre (J1): pages by key and counts. Every query begins with the centre, so that nobody sees another's
 * work; the order is (rank, due, opened, id), which is that of the indexes.
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

/** Which part of a centre's work; `mine` needs the officer. */
export type WorklistPart = 'mine' | 'centre' | 'unassigned' | 'waiting' | 'overdue';

export interface WorklistFilter {
  centreId: string;
  officerId: string;
  view: WorklistPart;
  kind?: CaseKind | undefined;
  typeId?: string | undefined;
  /** Words of the number, of a name, of the text, or a telephone number, in any order. */
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
  /** Of an order. */
  priority: Priority | null;
  version: number;
  /** What the taxpayer has done since this officer looked last; null when nothing. */
  news_type: string | null;
  news_at: Date | null;
  news_excerpt: string | null;
}

/** How much of the first text a list shows, in characters. */
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
 * One page in the order of urgency.
 * @param cursor `next` of the page before
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

/** The statement of a page; apart, so that its plan can be looked at. */
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

/** How many of the most urgent are looked through before the index is asked. */
const nearby = 500;

/**
 * A page of what holds a text. Frequent words fill it from the most urgent alone; for others the index gives all that there
 * are, few enough to sort. No planner can know which of the two a word is, so the statement finds out by itself.
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
  /** The type of the taxpayer's last event. */
  type: string;
  at: Date;
}

export type WorklistCounts = Record<WorklistPart, number> & {
  /** Of the officer's own: those with something of the taxpayer's that they have not read. */
  unread: number;
  /** The one of them in which the taxpayer acted last. */
  newest: UnreadCase | null;
};

type CountsRow = Omit<WorklistCounts, 'newest'> & { newest: (Omit<UnreadCase, 'at'> & { at: string }) | null };

/** How many there are in each part. */
export async function worklistCounts(knex: Knex, centreId: string, officerId: string): Promise<WorklistCounts> {
  const { rows } = await knex.raw<{ rows: CountsRow[] }>(countsQuery, { centreId, officerId });
  const [counts] = rows;
  if (!counts) throw new Error('counting gave no row');
  return { ...counts, newest: counts.newest && { ...counts.newest, at: new Date(counts.newest.at) } };
}

/** So many of an officer's own are looked at for unread words: nobody has more at hand, and the rest are told of when they come near. */
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
