/**
 * Archive of workflow histories, and the queue of histories to archive.
 *
 * 1. A case enters the queue when it is over (a trigger on `cases`), with an empty run id: its last run. A run that was continued as new
 *    enters it with its own run id.
 * 2. A row leaves the queue when its history is stored. A failed row becomes due again after a backoff.
 * 3. A row whose history is gone is marked and never retried. `verify` reports it.
 */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';

/** Run whose history is due for archiving. */
export interface QueuedRun {
  caseId: string;
  kind: CaseKind;
  /** Empty for the last run of the case. */
  runId: string;
}

/** Run id that stands for the last run of a case. */
export const lastRun = '';

export interface ArchivedRun {
  runId: string;
  startedAt: Date;
  /** False for a run that was continued as new. */
  final: boolean;
  /** History as JSON, in the format of Temporal's own tools. */
  history: string;
}

/** Runs due for archiving, found by a partial index independent of the number of closed cases. */
const dueRunsQuery = `SELECT q.case_id AS "caseId", q.run_id AS "runId", c.kind FROM archive_queue q JOIN cases c ON c.id = q.case_id
  WHERE q.gone_at IS NULL AND q.due_at <= now() ORDER BY q.due_at LIMIT :limit`;

/** Returns the due runs, longest due first. */
export async function dueRuns(knex: Knex, limit: number): Promise<QueuedRun[]> {
  const { rows } = await knex.raw<{ rows: QueuedRun[] }>(dueRunsQuery, { limit });
  return rows;
}

/** Stores the history of a run; does nothing when it is stored already. */
export async function storeHistory(knex: Knex, caseId: string, { runId, startedAt, final, history }: ArchivedRun): Promise<void> {
  await knex('case_histories')
    .insert({ case_id: caseId, run_id: runId, started_at: startedAt, final, history })
    .onConflict(['case_id', 'run_id'])
    .ignore();
}

export const isArchived = async (knex: Knex, caseId: string, runId: string): Promise<boolean> =>
  (await knex('case_histories').where({ case_id: caseId, run_id: runId }).first<object | undefined>('run_id')) !== undefined;

/** Queues runs that were continued as new. Archived and queued runs are skipped. */
export async function enqueueRuns(knex: Knex, runs: readonly { caseId: string; runId: string }[]): Promise<number> {
  const { rowCount } = await knex.raw<{ rowCount: number }>(
    `INSERT INTO archive_queue (case_id, run_id, due_at)
     SELECT r."caseId", r."runId", now() FROM jsonb_to_recordset(:runs) AS r("caseId" uuid, "runId" text)
     WHERE EXISTS (SELECT FROM cases WHERE id = r."caseId")
       AND NOT EXISTS (SELECT FROM case_histories h WHERE h.case_id = r."caseId" AND h.run_id = r."runId")
     ON CONFLICT DO NOTHING`,
    { runs: JSON.stringify(runs) },
  );
  return rowCount;
}

const queued = (knex: Knex, { caseId, runId }: QueuedRun) => knex('archive_queue').where({ case_id: caseId, run_id: runId });

export async function dequeueRun(knex: Knex, run: QueuedRun): Promise<void> {
  await queued(knex, run).delete();
}

/** Postpones a run whose workflow has not ended yet, without counting an attempt. */
export async function postponeRun(knex: Knex, run: QueuedRun, seconds: number): Promise<void> {
  await queued(knex, run).update({ due_at: knex.raw('now() + make_interval(secs => ?)', [seconds]) });
}

/**
 * Records why a history could not be archived. The next attempt comes after one minute, then two, four, up to six hours.
 * @param error a sentence without personal data
 */
export async function markRunFailed(knex: Knex, run: QueuedRun, error: string): Promise<void> {
  await queued(knex, run).update({
    attempts: knex.raw('attempts + 1'),
    error,
    due_at: knex.raw(`now() + least(interval '1 minute' * power(2, least(attempts, 20)), interval '6 hours')`),
  });
}

/** Marks a history that the Temporal server no longer has. */
export async function markRunGone(knex: Knex, run: QueuedRun): Promise<void> {
  await queued(knex, run).update({ gone_at: knex.fn.now(), attempts: knex.raw('attempts + 1'), error: 'the workflow is gone' });
}

/** Number of failed attempts after which `verify` reports a history. */
const patience = 5;

/** Returns histories that are gone or have failed repeatedly; at most a thousand. */
export async function unarchivedRuns(knex: Knex): Promise<{ caseId: string; attempts: number; error: string }[]> {
  return await knex('archive_queue')
    .whereNotNull('gone_at')
    .orWhere('attempts', '>=', patience)
    .orderBy(['case_id', 'run_id'])
    .limit(1_000)
    .select('case_id AS caseId', 'attempts', 'error');
}

/** Returns the archived history of the last run of an ended case; undefined when there is none. */
export async function readHistory(knex: Knex, caseId: string): Promise<{ run_id: string; history: unknown } | undefined> {
  return await knex('case_histories AS h')
    .join('cases AS c', 'c.id', 'h.case_id')
    .where({ 'h.case_id': caseId, 'h.final': true, 'c.live': false })
    .orderBy('h.started_at', 'desc')
    .first<{ run_id: string; history: unknown } | undefined>('h.run_id', 'h.history');
}
