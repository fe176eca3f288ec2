/** The knowledge of a region as a whole: for a spreadsheet, and from one. */
import type { Knex } from 'knex';

import type { EntryDraft } from '../../domain/knowledge.ts';

export interface WholeEntry {
  id: string;
  version: number;
  content: EntryDraft;
}

/** Returns the published entries of a region with their wordings, by topic and id. */
export async function wholeKnowledge(knex: Knex, regionId: string): Promise<WholeEntry[]> {
  const { rows } = await knex.raw<{ rows: WholeEntry[] }>(
    `SELECT e.id, e.version, knowledge_content(e) || jsonb_build_object('wordings', coalesce(w.wordings, '[]')) AS content
     FROM knowledge_entries e
     LEFT JOIN (
       SELECT entry_id, jsonb_agg(wording ORDER BY added_at, wording) AS wordings FROM knowledge_wordings
       WHERE region_id = :regionId GROUP BY entry_id) w ON w.entry_id = e.id
     WHERE e.region_id = :regionId AND e.status = 'published' ORDER BY e.topic, e.id`,
    { regionId },
  );
  return rows;
}

/** Returns the drafts of a region, and the versions of its withdrawn entries, by id. */
export async function standOf(knex: Knex, regionId: string): Promise<{ drafts: Map<string, EntryDraft>; withdrawn: Map<string, number> }> {
  const [drafts, withdrawn] = await Promise.all([
    knex('knowledge_drafts').where({ region_id: regionId }).select<{ entry_id: string; content: EntryDraft }[]>('entry_id', 'content'),
    knex('knowledge_entries')
      .where({ region_id: regionId, status: 'withdrawn' })
      .select<{ id: string; version: number }[]>('id', 'version'),
  ]);
  return {
    drafts: new Map(drafts.map(({ entry_id, content }) => [entry_id, content])),
    withdrawn: new Map(withdrawn.map(({ id, version }) => [id, version])),
  };
}

const atOnce = 500;

/**
 * Hands entries to the reviewers as drafts, all or none.
 * @param trx transaction of the import
 * @returns false when somebody has begun a draft of one of them meanwhile; the caller rolls back
 */
export async function importDrafts(
  trx: Knex.Transaction,
  regionId: string,
  officerId: string,
  entries: readonly { id: string; basedOn: number | null; content: EntryDraft }[],
): Promise<boolean> {
  for (let at = 0; at < entries.length; at += atOnce) {
    const part = entries.slice(at, at + atOnce);
    const stored = await trx('knowledge_drafts')
      .insert(
        part.map(({ id, basedOn, content }) => ({
          region_id: regionId,
          entry_id: id,
          state: 'review',
          based_on: basedOn,
          content: JSON.stringify(content),
          author_ids: [officerId],
          changed_by: officerId,
          submitted_at: trx.fn.now(),
        })),
      )
      .onConflict(['region_id', 'entry_id'])
      .ignore()
      .returning<{ entry_id: string }[]>('entry_id');
    if (stored.length < part.length) return false;
  }
  return true;
}
