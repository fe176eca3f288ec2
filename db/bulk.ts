/** Bulk runs: one command on many cases, with the cases and their outcomes. */
import type { Knex } from 'knex';

import type { ClearingCommand, HandingCommand } from '../domain/bulk.ts';
import type { CaseKind } from '../domain/case.ts';

/** Command of a run, with what it says to each case. */
type BulkOrder =
  | {
      command: HandingCommand;
      /** Officer who gets the cases. */
      officerId: string;
      note: string | null;
    }
  | { command: ClearingCommand; closureId: string }
  | { command: 'recount' };
export type BulkRun = BulkOrder & { id: string; regionId: string; actorId: string };

export interface BulkItem {
  caseId: string;
  kind: CaseKind;
}

const rowOf = (run: BulkRun) => ({
  id: run.id,
  region_id: run.regionId,
  actor_id: run.actorId,
  command: run.command,
  officer_id: 'officerId' in run ? run.officerId : null,
  note: 'note' in run ? run.note : null,
  closure_id: 'closureId' in run ? run.closureId : null,
});

/**
 * Stores a run with its cases, once. Storing it starts nothing.
 * @returns false when the id exists with other contents
 */
export async function keepBulkRun(knex: Knex, run: BulkRun, caseIds: readonly string[]): Promise<boolean> {
  return await knex.transaction(async (trx) => {
    const inserted = await trx('bulk_runs').insert(rowOf(run)).onConflict('id').ignore().returning<{ id: string }[]>('id');
    if (inserted.length === 0) return (await keptBulkRun(trx, run, caseIds)) === 'same';
    await trx.raw(
      `INSERT INTO bulk_items (run_id, position, case_id)
       SELECT ?, position, case_id FROM unnest(?::uuid[]) WITH ORDINALITY AS given (case_id, position)`,
      [run.id, [...caseIds]],
    );
    return true;
  });
}

/**
 * Compares a run with the stored one of its id.
 * @param caseIds null when the run has found its cases itself: they may be others by now
 */
export async function keptBulkRun(knex: Knex, run: BulkRun, caseIds: readonly string[] | null): Promise<'same' | 'other' | 'nothing'> {
  if ((await bulkRunOf(knex, run.id)) === undefined) return 'nothing';
  const same = await knex('bulk_runs').where(rowOf(run)).first<{ id: string } | undefined>('id');
  if (caseIds === null) return same === undefined ? 'other' : 'same';
  const kept = await knex('bulk_items').where({ run_id: run.id }).orderBy('position').pluck<string[]>('case_id');
  return same !== undefined && kept.join() === caseIds.join() ? 'same' : 'other';
}

/** Returns the stored run; undefined when there is none with this id. */
export async function bulkRunOf(knex: Knex, id: string): Promise<(BulkRun & { finishedAt: Date | null }) | undefined> {
  return await knex('bulk_runs').where({ id }).first<(BulkRun & { finishedAt: Date | null }) | undefined>('id', {
    regionId: 'region_id',
    actorId: 'actor_id',
    command: 'command',
    officerId: 'officer_id',
    note: 'note',
    closureId: 'closure_id',
    finishedAt: 'finished_at',
  });
}

/**
 * Returns unfinished runs of the last day that are not new; their start may have failed. Older unfinished runs were terminated by somebody
 * and must not start again once Temporal has forgotten them.
 */
export async function unfinishedBulkRuns(knex: Knex): Promise<string[]> {
  return await knex('bulk_runs')
    .whereNull('finished_at')
    .whereRaw(`created_at BETWEEN now() - interval '1 day' AND now() - interval '30 seconds'`)
    .orderBy('created_at')
    .pluck<string[]>('id');
}

/** Returns the next cases of a run without an outcome. */
export async function itemsLeft(knex: Knex, runId: string, limit: number): Promise<BulkItem[]> {
  return await knex('bulk_items AS b')
    .join('cases AS c', 'c.id', 'b.case_id')
    .where({ 'b.run_id': runId })
    .whereNull('b.outcome')
    .orderBy('b.position')
    .limit(limit)
    .select<BulkItem[]>({ caseId: 'b.case_id', kind: 'c.kind' });
}

/** @param code code of the refusal; null when the command was carried out */
export async function markItem(knex: Knex, runId: string, caseId: string, code: string | null): Promise<void> {
  await knex('bulk_items')
    .where({ run_id: runId, case_id: caseId })
    .update({ outcome: code === null ? 'done' : 'refused', code });
}

export async function markBulkRunFinished(knex: Knex, id: string): Promise<void> {
  await knex('bulk_runs').where({ id }).whereNull('finished_at').update({ finished_at: knex.fn.now() });
}

export interface BulkOutcome {
  caseId: string;
  number: string;
  outcome: 'done' | 'refused' | null;
  code: string | null;
}

/** Returns the outcome of each case of a run, in the given order. */
export async function bulkOutcomes(knex: Knex, runId: string): Promise<BulkOutcome[]> {
  return await knex('bulk_items AS b')
    .join('cases AS c', 'c.id', 'b.case_id')
    .where({ 'b.run_id': runId })
    .orderBy('b.position')
    .select<BulkOutcome[]>({ caseId: 'b.case_id', number: 'c.number', outcome: 'b.outcome', code: 'b.code' });
}
