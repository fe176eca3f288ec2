/** Runs of one command over many cases: what is to be done, and what became of each. */
import type { Knex } from 'knex';

import type { BulkCommand } from '../domain/bulk.ts';
import type { CaseKind } from '../domain/case.ts';

export interface BulkRun {
  id: string;
  regionId: string;
  actorId: string;
  command: BulkCommand;
  /** To whom the cases go. */
  officerId: string;
  note: string | null;
}

export interface BulkItem {
  caseId: string;
  kind: CaseKind;
}

const rowOf = ({ id, regionId, actorId, command, officerId, note }: BulkRun) => ({
  id,
  region_id: regionId,
  actor_id: actorId,
  command,
  officer_id: officerId,
  note,
});

/**
 * Keeps a run with its cases, once; nothing happens by that alone.
 * @returns false when the id has other contents already
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

/** What is kept under the id of a run: the same, something else, or nothing. */
export async function keptBulkRun(knex: Knex, run: BulkRun, caseIds: readonly string[]): Promise<'same' | 'other' | 'nothing'> {
  if ((await bulkRunOf(knex, run.id)) === undefined) return 'nothing';
  const same = await knex('bulk_runs').where(rowOf(run)).first<{ id: string } | undefined>('id');
  const kept = await knex('bulk_items').where({ run_id: run.id }).orderBy('position').pluck<string[]>('case_id');
  return same !== undefined && kept.join() === caseIds.join() ? 'same' : 'other';
}

/** A run as it was kept; undefined when there is none of this id. */
export async function bulkRunOf(knex: Knex, id: string): Promise<(BulkRun & { finishedAt: Date | null }) | undefined> {
  return await knex('bulk_runs').where({ id }).first<(BulkRun & { finishedAt: Date | null }) | undefined>('id', {
    regionId: 'region_id',
    actorId: 'actor_id',
    command: 'command',
    officerId: 'officer_id',
    note: 'note',
    finishedAt: 'finished_at',
  });
}

/**
 * Runs that have not finished since yesterday, but are not new: their start may have failed. Older ones were ended by somebody, and
 * must not begin again when Temporal has forgotten them.
 */
export async function unfinishedBulkRuns(knex: Knex): Promise<string[]> {
  return await knex('bulk_runs')
    .whereNull('finished_at')
    .whereRaw(`created_at BETWEEN now() - interval '1 day' AND now() - interval '30 seconds'`)
    .orderBy('created_at')
    .pluck<string[]>('id');
}

/** The next cases of a run of which nothing is known yet. */
export async function itemsLeft(knex: Knex, runId: string, limit: number): Promise<BulkItem[]> {
  return await knex('bulk_items AS b')
    .join('cases AS c', 'c.id', 'b.case_id')
    .where({ 'b.run_id': runId })
    .whereNull('b.outcome')
    .orderBy('b.position')
    .limit(limit)
    .select<BulkItem[]>({ caseId: 'b.case_id', kind: 'c.kind' });
}

/** @param code why it was refused; null when it was done */
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

/** What has become of each case of a run, in the order in which they were given. */
export async function bulkOutcomes(knex: Knex, runId: string): Promise<BulkOutcome[]> {
  return await knex('bulk_items AS b')
    .join('cases AS c', 'c.id', 'b.case_id')
    .where({ 'b.run_id': runId })
    .orderBy('b.position')
    .select<BulkOutcome[]>({ caseId: 'b.case_id', number: 'c.number', outcome: 'b.outcome', code: 'b.code' });
}
