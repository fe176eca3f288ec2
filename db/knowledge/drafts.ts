/**
 * Changes of the knowledge on their way to publication (`knowledge_drafts`).
 *
 * 1. Every change locks the draft's row and compares the revision that its sender has read. What does not fit is a refusal, and nothing is
 *    written.
 * 2. Publishing replaces the entry and its wordings in one transaction, so that the robot never reads half of a change. A wording that stays
 *    keeps who added it and from what.
 */
import type { Knex } from 'knex';

import { mayReview, type DraftState, type EntryDraft } from '../../domain/knowledge.ts';

export interface DraftKey {
  regionId: string;
  entryId: string;
}

export interface StoredDraft {
  state: DraftState;
  revision: number;
  basedOn: number | null;
  content: EntryDraft;
  authorIds: string[];
  begunAt: Date;
  changedBy: string;
  changedAt: Date;
  submittedAt: Date | null;
  reviewNote: string | null;
  returnedBy: string | null;
}

export type DraftRefusal =
  /** Somebody else has changed, submitted or discarded it since. */
  | { refused: 'draft-changed'; by: string | null; at: Date | null }
  /** The reviewer has written it. */
  | { refused: 'own-draft' }
  /** Not submitted, or submitted already. */
  | { refused: 'draft-state' }
  /** Another version was published since the draft was begun. */
  | { refused: 'entry-changed' };

const columns = [
  'state',
  'revision',
  'based_on AS basedOn',
  'content',
  'author_ids AS authorIds',
  'begun_at AS begunAt',
  'changed_by AS changedBy',
  'changed_at AS changedAt',
  'submitted_at AS submittedAt',
  'review_note AS reviewNote',
  'returned_by AS returnedBy',
] as const;

const drafts = (knex: Knex, { regionId, entryId }: DraftKey) => knex('knowledge_drafts').where({ region_id: regionId, entry_id: entryId });

export const draftOf = (knex: Knex, key: DraftKey): Promise<StoredDraft | undefined> =>
  drafts(knex, key).first<StoredDraft | undefined>(...columns);

const locked = (trx: Knex.Transaction, key: DraftKey): Promise<StoredDraft | undefined> =>
  drafts(trx, key)
    .forUpdate()
    .first<StoredDraft | undefined>(...columns);

const changed = (draft: StoredDraft | undefined): DraftRefusal => ({
  refused: 'draft-changed',
  by: draft?.changedBy ?? null,
  at: draft?.changedAt ?? null,
});

/**
 * Stores what an editor has written. A draft that waits for its review goes back to being written.
 * @param revision the one that was changed; null to begin a draft
 */
export async function keepDraft(
  knex: Knex,
  key: DraftKey,
  { officerId, revision, content }: { officerId: string; revision: number | null; content: EntryDraft },
): Promise<{ revision: number } | DraftRefusal> {
  return await knex.transaction(async (trx) => {
    if (revision === null) return await begin(trx, key, officerId, content);
    const draft = await locked(trx, key);
    if (draft?.revision !== revision) return changed(draft);
    await drafts(trx, key).update({
      state: 'draft',
      revision: revision + 1,
      content: JSON.stringify(content),
      author_ids: [...new Set([...draft.authorIds, officerId])],
      changed_by: officerId,
      changed_at: trx.fn.now(),
      submitted_at: null,
    });
    return { revision: revision + 1 };
  });
}

/** Of two who begin a draft of the same entry, the later one is told. */
async function begin(
  trx: Knex.Transaction,
  key: DraftKey,
  officerId: string,
  content: EntryDraft,
): Promise<{ revision: number } | DraftRefusal> {
  const entry = await entryOf(trx, key);
  const inserted = await trx('knowledge_drafts')
    .insert({
      region_id: key.regionId,
      entry_id: key.entryId,
      based_on: entry?.version ?? null,
      content: JSON.stringify(content),
      author_ids: [officerId],
      changed_by: officerId,
    })
    .onConflict(['region_id', 'entry_id'])
    .ignore()
    .returning<{ revision: number }[]>('revision');
  return inserted[0] ?? changed(await draftOf(trx, key));
}

const entryOf = (knex: Knex, { regionId, entryId }: DraftKey) =>
  knex('knowledge_entries').where({ region_id: regionId, id: entryId }).first<{ version: number } | undefined>('version');

/** Hands a draft to the reviewers. */
export async function submitDraft(knex: Knex, key: DraftKey, revision: number): Promise<{ revision: number } | DraftRefusal> {
  return await knex.transaction(async (trx) => {
    const draft = await locked(trx, key);
    if (draft?.revision !== revision) return changed(draft);
    if (draft.state !== 'draft') return { refused: 'draft-state' };
    await drafts(trx, key).update({
      state: 'review',
      revision: revision + 1,
      submitted_at: trx.fn.now(),
      review_note: null,
      returned_by: null,
    });
    return { revision: revision + 1 };
  });
}

/** Gives a draft back to its authors, with the reason. */
export async function returnDraft(
  knex: Knex,
  key: DraftKey,
  { officerId, revision, note }: { officerId: string; revision: number; note: string },
): Promise<{ revision: number } | DraftRefusal> {
  return await knex.transaction(async (trx) => {
    const draft = await locked(trx, key);
    const refusal = refusalOf(draft, officerId, revision);
    if (refusal !== null) return refusal;
    await drafts(trx, key).update({
      state: 'draft',
      revision: revision + 1,
      submitted_at: null,
      review_note: note,
      returned_by: officerId,
    });
    return { revision: revision + 1 };
  });
}

/** Discards a draft. */
export async function discardDraft(knex: Knex, key: DraftKey, revision: number): Promise<'discarded' | DraftRefusal> {
  return await knex.transaction(async (trx) => {
    const draft = await locked(trx, key);
    if (draft?.revision !== revision) return changed(draft);
    await drafts(trx, key).delete();
    return 'discarded';
  });
}

function refusalOf(draft: StoredDraft | undefined, officerId: string, revision: number): DraftRefusal | null {
  if (draft?.revision !== revision) return changed(draft);
  if (draft.state !== 'review') return { refused: 'draft-state' };
  return mayReview(officerId, draft) ? null : { refused: 'own-draft' };
}

/**
 * Publishes a draft as the entry's next version.
 * @param trx transaction of the change and of what is noted about it
 * @param officerId the reviewer
 */
export async function publishDraft(
  trx: Knex.Transaction,
  key: DraftKey,
  { officerId, revision }: { officerId: string; revision: number },
): Promise<{ version: number; authorIds: string[] } | DraftRefusal> {
  const draft = await locked(trx, key);
  const refusal = refusalOf(draft, officerId, revision);
  if (refusal !== null || draft === undefined) return refusal ?? changed(draft);
  const entry = await trx('knowledge_entries')
    .where({ region_id: key.regionId, id: key.entryId })
    .forUpdate()
    .first<{ version: number } | undefined>('version');
  if ((entry?.version ?? null) !== draft.basedOn) return { refused: 'entry-changed' };
  const { authorIds } = draft;
  const version = await putEntry(trx, key, draft.content, { authorIds, reviewerId: officerId });
  await putWordings(trx, key, draft.content.wordings, { addedBy: draft.changedBy, since: draft.begunAt });
  await drafts(trx, key).delete();
  return { version, authorIds };
}

/** Stores an entry as its next published version. @returns the version */
async function putEntry(
  trx: Knex.Transaction,
  { regionId, entryId }: DraftKey,
  content: Omit<EntryDraft, 'wordings'>,
  { authorIds, reviewerId }: { authorIds: readonly string[]; reviewerId: string | null },
): Promise<number> {
  const row = {
    topic: content.topic,
    question: content.question,
    answer: content.answer,
    keywords: content.keywords,
    audience: content.audience,
    counter_only: content.counterOnly,
    where_to_go: content.whereToGo,
    in_scope: content.inScope,
    verified: content.verified,
    note: content.note,
    sources: JSON.stringify(content.sources),
    related: content.related,
    valid_from: content.validFrom,
    valid_to: content.validTo,
    status: 'published',
    author_ids: [...authorIds],
    reviewer_id: reviewerId,
  };
  const [stored] = await trx('knowledge_entries')
    .insert({ region_id: regionId, id: entryId, ...row })
    .onConflict(['region_id', 'id'])
    .merge(row)
    .returning<{ version: number }[]>('version');
  if (stored === undefined) throw new Error(`entry ${entryId} was not stored`);
  return stored.version;
}

/**
 * Replaces the wordings of an entry; those that stay keep their origin.
 * @param since wordings that were added from then on stay, too: whoever wrote the others has not seen them
 */
async function putWordings(
  trx: Knex.Transaction,
  { regionId, entryId }: DraftKey,
  wordings: readonly string[],
  { addedBy, since }: { addedBy: string; since: Date },
): Promise<void> {
  const own = { region_id: regionId, entry_id: entryId };
  await trx('knowledge_wordings')
    .where(own)
    .whereNotIn('wording', [...wordings])
    .where('added_at', '<', since)
    .delete();
  if (wordings.length === 0) return;
  await trx('knowledge_wordings')
    .insert(wordings.map((wording) => ({ ...own, wording, added_by: addedBy })))
    .onConflict(['region_id', 'entry_id', 'wording'])
    .ignore();
}

/**
 * Takes an entry back: it is not answered any more. Its versions stay.
 * @param version the one that was read
 * @returns the new version; null when the entry has changed since or is withdrawn
 */
export async function withdrawEntry(trx: Knex.Transaction, key: DraftKey, version: number, officerId: string): Promise<number | null> {
  const [stored] = await trx('knowledge_entries')
    .where({ region_id: key.regionId, id: key.entryId, version, status: 'published' })
    .update({ status: 'withdrawn', author_ids: [officerId], reviewer_id: null })
    .returning<{ version: number }[]>('version');
  return stored?.version ?? null;
}
