/** State of a centre's worklist, which the live connection sends to all its officers at once. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import type { WorklistPart } from './worklist.ts';

export interface Standing {
  case_id: string;
  kind: CaseKind;
  type_id: string;
  assignee_id: string | null;
  turn: 'officer' | 'taxpayer';
  rank: number;
  due_at: Date;
  escalated: boolean;
}

/** Returns the open to-dos of this centre among these cases. */
export const standingsOf = (knex: Knex, centreId: string, caseIds: readonly string[]): Promise<Standing[]> =>
  knex('tasks')
    .whereIn('case_id', [...caseIds])
    .where({ centre_id: centreId })
    .select<Standing[]>('case_id', 'kind', 'type_id', 'assignee_id', 'turn', 'rank', 'due_at', 'escalated');

interface Counted {
  assignee_id: string | null;
  turn: 'officer' | 'taxpayer';
  count: number;
  escalated: number;
}

/**
 * Counts a centre's worklist once for all its officers.
 * @returns function that returns the counts for an officer of the centre
 */
export async function centreCounts(knex: Knex, centreId: string): Promise<(officerId: string) => Record<WorklistPart, number>> {
  const { rows } = await knex.raw<{ rows: Counted[] }>(
    `SELECT assignee_id, turn, count(*)::int AS count, (count(*) FILTER (WHERE escalated))::int AS escalated
     FROM tasks WHERE centre_id = :centreId GROUP BY assignee_id, turn`,
    { centreId },
  );
  const sum = (holds: (row: Counted) => boolean): number => rows.reduce((total, row) => total + (holds(row) ? row.count : 0), 0);
  const shared = {
    centre: sum(({ turn }) => turn === 'officer'),
    unassigned: sum(({ assignee_id }) => assignee_id === null),
    waiting: sum(({ turn }) => turn === 'taxpayer'),
    overdue: rows.reduce((total, row) => total + row.escalated, 0),
  };
  const mine = new Map(rows.flatMap((row) => (row.turn === 'officer' && row.assignee_id !== null ? [[row.assignee_id, row.count]] : [])));
  return (officerId) => ({ ...shared, mine: mine.get(officerId) ?? 0 });
}
