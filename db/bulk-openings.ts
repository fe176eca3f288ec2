/** Bulk openings: the same case begun for many taxpayers, each at places of its own, with the outcomes. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import { idFrom } from './text-ids.ts';

export interface BulkOpening {
  id: string;
  regionId: string;
  centreId: string;
  /** Officer who begins the cases. */
  actorId: string;
  kind: CaseKind;
  /** Id derived from the whole request. */
  contents: string;
  /** What each case begins with, without what is its own: id, taxpayer, text, places, reminder. */
  opening: { typeId: string };
  policy: object;
  /** Text of each case. */
  body: string;
  /** Dates `YYYY-MM-DD` in Shanghai from which places are taken. */
  days: string[];
  /** Most places of one case. */
  placesEach: number;
}

export interface OpeningItem {
  position: number;
  identityId: string;
  caseId: string;
}

const columns = {
  id: 'id',
  regionId: 'region_id',
  centreId: 'centre_id',
  actorId: 'actor_id',
  kind: 'kind',
  contents: 'contents',
  opening: 'opening',
  policy: 'policy',
  body: 'body',
  days: 'days',
  placesEach: 'places_each',
} as const satisfies Record<keyof BulkOpening, string>;

/**
 * Stores a run with its taxpayers, once. Storing it starts nothing.
 * @returns false when the id exists with other contents
 */
export async function keepBulkOpening(knex: Knex, run: BulkOpening, identityIds: readonly string[]): Promise<boolean> {
  return await knex.transaction(async (trx) => {
    const row = Object.fromEntries(Object.entries(columns).map(([name, column]) => [column, run[name as keyof BulkOpening]]));
    const inserted = await trx('bulk_openings')
      .insert({ ...row, opening: JSON.stringify(run.opening), policy: JSON.stringify(run.policy) })
      .onConflict('id')
      .ignore()
      .returning<{ id: string }[]>('id');
    if (inserted.length === 0) return (await bulkOpeningOf(trx, run.id))?.contents === run.contents;
    // One id per run and taxpayer: a batch that runs twice begins the same case.
    const caseIds = identityIds.map((identityId) => idFrom([run.id, identityId]));
    await trx.raw(
      `INSERT INTO bulk_opening_items (run_id, position, identity_id, case_id)
       SELECT ?, position, identity_id, case_id
       FROM unnest(?::uuid[], ?::uuid[]) WITH ORDINALITY AS given (identity_id, case_id, position)`,
      [run.id, [...identityIds], caseIds],
    );
    return true;
  });
}

/** Returns the stored run; undefined when there is none with this id. */
export const bulkOpeningOf = (knex: Knex, id: string): Promise<BulkOpening | undefined> =>
  knex('bulk_openings').where({ id }).first<BulkOpening | undefined>(columns);

/** Returns the next taxpayers of a run without an outcome. */
export const openingsLeft = (knex: Knex, runId: string, limit: number): Promise<OpeningItem[]> =>
  knex('bulk_opening_items')
    .where({ run_id: runId })
    .whereNull('outcome')
    .orderBy('position')
    .limit(limit)
    .select<OpeningItem[]>({ position: 'position', identityId: 'identity_id', caseId: 'case_id' });

/** @param code code of the refusal; null when the case has begun */
export async function markOpening(knex: Knex, runId: string, position: number, code: string | null): Promise<void> {
  await knex('bulk_opening_items')
    .where({ run_id: runId, position })
    .update({ outcome: code === null ? 'done' : 'refused', code });
}

export async function markBulkOpeningFinished(knex: Knex, id: string): Promise<void> {
  await knex('bulk_openings').where({ id }).whereNull('finished_at').update({ finished_at: knex.fn.now() });
}

/** Returns unfinished runs whose start may have failed, by the rule of `unfinishedBulkRuns`. */
export const unfinishedBulkOpenings = (knex: Knex): Promise<string[]> =>
  knex('bulk_openings')
    .whereNull('finished_at')
    .whereRaw(`created_at BETWEEN now() - interval '1 day' AND now() - interval '30 seconds'`)
    .orderBy('created_at')
    .pluck<string[]>('id');

export interface OpeningRun {
  id: string;
  contents: string;
  body: string;
  createdAt: Date;
  finishedAt: Date | null;
  total: number;
  done: number;
  refused: number;
}

/** Returns runs of an officer with their counts, newest first; with an id, that one. */
export async function openingRuns(knex: Knex, of: { actorId: string; kind: CaseKind; id?: string }, limit: number): Promise<OpeningRun[]> {
  const { rows } = await knex.raw<{ rows: OpeningRun[] }>(
    `SELECT r.id, r.contents, r.body, r.created_at AS "createdAt", r.finished_at AS "finishedAt", i.*
     FROM (SELECT * FROM bulk_openings WHERE actor_id = :actorId AND kind = :kind AND id = coalesce(:id::uuid, id)
           ORDER BY created_at DESC LIMIT :limit) r,
       LATERAL (SELECT count(*)::int AS total, count(*) FILTER (WHERE outcome = 'done')::int AS done,
                  count(*) FILTER (WHERE outcome = 'refused')::int AS refused
                FROM bulk_opening_items WHERE run_id = r.id) i
     ORDER BY r.created_at DESC`,
    { ...of, id: of.id ?? null, limit },
  );
  return rows;
}

export interface OpeningOutcome {
  position: number;
  name: string;
  taxNumber: string | null;
  caseId: string;
  /** Null until the case has begun. */
  number: string | null;
  outcome: 'done' | 'refused' | null;
  code: string | null;
}

/** Returns a page of the outcomes of a run, in the given order, and how many there are. */
export async function openingOutcomes(
  knex: Knex,
  runId: string,
  outcome: 'done' | 'refused' | 'waiting' | undefined,
  { page, size }: { page: number; size: number },
): Promise<OpeningOutcome[]> {
  const { rows } = await knex.raw<{ rows: OpeningOutcome[] }>(
    `SELECT i.position, coalesce(d.company_name, d.person_name) AS name, d.tax_number AS "taxNumber", i.case_id AS "caseId", c.number,
       i.outcome, i.code
     FROM bulk_opening_items i JOIN identities d ON d.id = i.identity_id LEFT JOIN cases c ON c.id = i.case_id
     WHERE i.run_id = :runId AND (:outcome::text IS NULL OR coalesce(i.outcome, 'waiting') = :outcome)
     ORDER BY i.position LIMIT :size OFFSET :offset`,
    { runId, outcome: outcome ?? null, size, offset: (page - 1) * size },
  );
  return rows;
}
