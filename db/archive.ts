import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';

/** Cases that are over and whose history is not archived yet, the oldest first. */
export async function closedWithoutHistory(knex: Knex, limit: number): Promise<{ id: string; kind: CaseKind }[]> {
  return await knex('cases')
    .leftJoin('case_histories', 'case_histories.case_id', 'cases.id')
    .where('cases.live', false)
    .whereNull('case_histories.case_id')
    .orderBy('cases.closed_at')
    .limit(limit)
    .select('cases.id', 'cases.kind');
}

/** @param history the history's JSON, as Temporal's own tools write and replay it */
export async function storeHistory(knex: Knex, caseId: string, runId: string, history: string): Promise<void> {
  await knex('case_histories').insert({ case_id: caseId, run_id: runId, history }).onConflict('case_id').ignore();
}

/** The archived history; undefined when there is none. */
export async function readHistory(knex: Knex, caseId: string): Promise<{ run_id: string; history: unknown } | undefined> {
  return await knex('case_histories').where({ case_id: caseId }).first('run_id', 'history');
}
