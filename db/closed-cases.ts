/**
 * Pages of closed cases, latest end first. A search covers what the to-do had: number, names, tax and telephone numbers, the beginning of the
 * first text.
 */
import { beginningWith, searchFor } from './search.ts';
import { plain } from '../domain/input/text.ts';
import { taskConditions, type TaskFilter } from './task-filters.ts';

export interface ClosedFilter extends Omit<TaskFilter, 'stage' | 'what'> {
  q?: string | undefined;
  /** False when the search covers only numbers. */
  contents: boolean;
}

/** Number of the latest rows scanned before the index of words is used. */
const nearby = 500;

/**
 * Builds the common table expressions that end in `closed (case_id, closed_at)`.
 * @param continued true when `:at` and `:id` bind the last row of the previous page
 * @returns statement parts that expect `:centreIds` and `:limit`, and what else they bind
 */
export function closedCases(filter: ClosedFilter, continued: boolean): { ctes: string; bindings: Record<string, string> } {
  const { q, contents, ...others } = filter;
  const { conditions: narrowed, bindings } = taskConditions(others, 'c', 'closed_at');
  const conditions = [
    'c.centre_id = centre.id AND c.closed_at IS NOT NULL',
    ...(continued ? ['(c.closed_at, c.id) < (:at, :id)'] : []),
    ...narrowed,
  ];
  const inOrder = 'ORDER BY closed_at DESC, case_id DESC LIMIT';
  const ofCentres = (more: string, limit: string): string => `
    SELECT p.* FROM unnest(:centreIds::text[]) AS centre (id),
      LATERAL (SELECT c.id AS case_id, c.closed_at FROM cases c WHERE ${[...conditions, more].filter(Boolean).join(' AND ')}
               ORDER BY c.closed_at DESC, c.id DESC LIMIT ${limit}) p`;
  if (!q) return { ctes: `closed AS MATERIALIZED (${ofCentres('', ':limit')} ${inOrder} :limit)`, bindings };
  const numberPattern = beginningWith(plain(q).toUpperCase());
  if (!contents)
    return {
      ctes: `closed AS MATERIALIZED (${ofCentres('c.number LIKE :numberPattern', ':limit')} ${inOrder} :limit)`,
      bindings: { ...bindings, numberPattern },
    };
  const search = searchFor(q);
  const matches = `(SELECT s.case_id FROM task_searches s WHERE s.centre_id = ANY (:centreIds::text[]) AND ${search.indexed('s.search')}
      UNION SELECT n.id FROM cases n WHERE n.number LIKE :numberPattern
      UNION SELECT n.id FROM cases n WHERE n.identity_id IN (
        SELECT i.id FROM identities i WHERE i.region_id = (SELECT region_id FROM centres WHERE id = (:centreIds::text[])[1])
          AND ${search.indexed('i.folded', 'pieces')}))`;
  return {
    ctes: `
    near AS MATERIALIZED (${ofCentres('', String(nearby))} ${inOrder} ${String(nearby)}),
    frequent AS MATERIALIZED (
      SELECT near.* FROM near JOIN task_searches s USING (case_id) WHERE ${search.holds('s.search')} ${inOrder} :limit),
    rare AS MATERIALIZED (
      SELECT c.id AS case_id, c.closed_at FROM unnest(:centreIds::text[]) AS centre (id), cases c
      WHERE ${conditions.join(' AND ')} AND (SELECT count(*) FROM frequent) < :limit AND c.id IN ${matches} ${inOrder} :limit),
    closed AS MATERIALIZED (
      (SELECT * FROM frequent WHERE (SELECT count(*) FROM frequent) >= :limit UNION ALL SELECT * FROM rare) ${inOrder} :limit)`,
    bindings: { ...bindings, ...search.bindings, numberPattern },
  };
}
