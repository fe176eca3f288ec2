/** Numbers of to-dos in the parts of a centre's worklist. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import { joinNews } from './case-reads.ts';
import { searchFor } from './search.ts';
import { taskConditions } from './task-filters.ts';
import { parts, type WorklistFilter, type WorklistPart } from './worklist.ts';

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
    FROM (SELECT t.case_id, t.kind FROM tasks t WHERE ${parts.mine} ORDER BY rank, due_at, opened_at, case_id LIMIT ${String(ownAtHand)}) own ${joinNews('own.case_id')}
    WHERE news.version IS NOT NULL)
  SELECT ${Object.entries(parts)
    .map(([part, condition]) => `(SELECT count(*) FROM tasks t WHERE ${condition}) AS ${part}`)
    .join(', ')},
    (SELECT count(*) FROM unread) AS unread,
    (SELECT json_build_object('id', last.case_id, 'kind', last.kind, 'number', c.number, 'type', last.type, 'at', last.at)
     FROM (SELECT * FROM unread ORDER BY at DESC, case_id LIMIT 1) last JOIN cases c ON c.id = last.case_id) AS newest`;

/** Returns the number of to-dos in each part that match the filter. */
export async function filteredCounts(knex: Knex, filter: WorklistFilter): Promise<Record<WorklistPart, number>> {
  const { centreId, officerId, q } = filter;
  const search = q ? searchFor(q) : null;
  const narrowed = taskConditions(filter);
  const conditions = ['t.centre_id = :centreId', ...narrowed.conditions, ...(search ? [search.indexed('t.search')] : [])].join(' AND ');
  const { rows } = await knex.raw<{ rows: Record<WorklistPart, number>[] }>(
    `SELECT ${Object.entries(parts)
      .map(([part, condition]) => `count(*) FILTER (WHERE ${condition}) AS ${part}`)
      .join(', ')}
     FROM tasks t WHERE ${conditions}`,
    { centreId, officerId, ...narrowed.bindings, ...search?.bindings },
  );
  const [counts] = rows;
  if (!counts) throw new Error('counting gave no row');
  return counts;
}
