/** Questions that the knowledge did not serve well, and what editors make of them. */
import type { Knex } from 'knex';

import { entryLimits, type EntryDraft } from '../../domain/knowledge.ts';
import type { FeedbackDecision, FeedbackSignal } from '../../domain/knowledge-feedback.ts';
import type { DraftKey } from './drafts.ts';

/** Most questions of a list; the others follow when these are settled. */
const mostOpenFeedback = 200;

export interface OpenFeedback {
  caseId: string;
  seq: number;
  signal: FeedbackSignal;
  text: string;
  entryId: string | null;
  chosenId: string | null;
  at: Date;
}

/** Returns the newest questions that nobody has decided on. */
export async function openFeedback(
  knex: Knex,
  regionId: string,
  signal: FeedbackSignal | undefined,
): Promise<{ rows: OpenFeedback[]; total: number }> {
  const open = knex('knowledge_feedback')
    .where({ region_id: regionId, ...(signal !== undefined && { signal }) })
    .whereNull('decision');
  const [rows, counted] = await Promise.all([
    open
      .clone()
      .orderBy([{ column: 'at', order: 'desc' }, 'case_id', 'seq'])
      .limit(mostOpenFeedback)
      .select<OpenFeedback[]>('case_id AS caseId', 'seq', 'signal', 'text', 'entry_id AS entryId', 'chosen_id AS chosenId', 'at'),
    open.clone().count<{ count: string }[]>(),
  ]);
  return { rows, total: Number(counted[0]?.count) };
}

/** Returns the texts of the newest questions that were not served well, decided or not, each once. */
export async function recentFeedbackTexts(knex: Knex, regionId: string, most: number): Promise<string[]> {
  const rows = await knex('knowledge_feedback')
    .where({ region_id: regionId })
    .orderBy([{ column: 'at', order: 'desc' }, 'case_id', 'seq'])
    .limit(most)
    .pluck<string[]>('text');
  return [...new Set(rows)];
}

/** Returns the questions of published entries by id. */
export async function questionsOf(knex: Knex, regionId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await knex('knowledge_entries')
    .where({ region_id: regionId, status: 'published' })
    .whereIn('id', [...new Set(ids)])
    .select<{ id: string; question: string }[]>('id', 'question');
  return new Map(rows.map(({ id, question }) => [id, question]));
}

/**
 * Settles questions.
 * @param trx transaction of the decision and of what follows from it
 * @returns number of questions that were still open
 */
export async function decideFeedback(
  trx: Knex.Transaction,
  regionId: string,
  items: readonly { caseId: string; seq: number }[],
  { decision, entryId, officerId }: { decision: FeedbackDecision; entryId: string | null; officerId: string },
): Promise<number> {
  return await trx('knowledge_feedback')
    .where({ region_id: regionId })
    .whereNull('decision')
    .whereIn(
      ['case_id', 'seq'],
      items.map(({ caseId, seq }) => [caseId, seq]),
    )
    .update({ decision, decided_by: officerId, decided_at: trx.fn.now(), decided_entry_id: entryId });
}

/**
 * Adds what a taxpayer asked as a wording of a published entry.
 * @returns `unknown` when there is no such entry, `full` when it has as many as it may have
 */
export async function addWording(
  trx: Knex.Transaction,
  { regionId, entryId }: DraftKey,
  wording: string,
  officerId: string,
): Promise<'added' | 'unknown' | 'full'> {
  const entry = await trx('knowledge_entries')
    .where({ region_id: regionId, id: entryId, status: 'published' })
    .forShare()
    .first<object | undefined>('id');
  if (entry === undefined) return 'unknown';
  const own = { region_id: regionId, entry_id: entryId };
  const counted = await trx('knowledge_wordings').where(own).count<{ count: string }[]>();
  if (Number(counted[0]?.count) >= entryLimits.wordings) return 'full';
  await trx('knowledge_wordings')
    .insert({ ...own, wording, origin: 'question', added_by: officerId })
    .onConflict(['region_id', 'entry_id', 'wording'])
    .ignore();
  return 'added';
}

/** Begins a draft for a question that no entry answers. @returns false when the id is taken */
export async function beginTask(
  trx: Knex.Transaction,
  { regionId, entryId }: DraftKey,
  content: EntryDraft,
  officerId: string,
): Promise<boolean> {
  const taken = await trx('knowledge_entries').where({ region_id: regionId, id: entryId }).first<object | undefined>('id');
  if (taken !== undefined) return false;
  const inserted = await trx('knowledge_drafts')
    .insert({ region_id: regionId, entry_id: entryId, content: JSON.stringify(content), author_ids: [officerId], changed_by: officerId })
    .onConflict(['region_id', 'entry_id'])
    .ignore()
    .returning<object[]>('entry_id');
  return inserted.length > 0;
}
