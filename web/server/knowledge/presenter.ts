/** Entries for their editors. */
import type { Knex } from 'knex';
import type { z } from 'zod';

import { officerNames } from '../../../db/directory.ts';
import type { StoredDraft } from '../../../db/knowledge/drafts.ts';
import type { EntryRow, PublishedRow, VersionRow } from '../../../db/knowledge/edited.ts';
import { dayOf, mayReview, validityOf } from '../../../domain/knowledge.ts';
import type { EditedEntry, entryVersionAnswer, KnowledgeDraft, ListedEntry } from '../../api/knowledge-editing.ts';

export const presentListed = ({ validFrom, ...row }: EntryRow, today: string, viewer: { id: string }): ListedEntry => ({
  id: row.id,
  question: row.question,
  topic: row.topic,
  status: row.status,
  version: row.version,
  draft: row.draft,
  revision: row.revision,
  mayReview: row.draft !== null && mayReview(viewer.id, { state: row.draft, authorIds: row.authorIds ?? [] }),
  audience: row.audience,
  counterOnly: row.counterOnly,
  inScope: row.inScope,
  verified: row.verified,
  validTo: row.validTo,
  validity: validityOf({ validFrom, validTo: row.validTo }, today),
  wordings: row.wordings,
  asked: row.asked,
  changedAt: row.changedAt.toISOString(),
});

interface Parts {
  published: PublishedRow | undefined;
  draft: StoredDraft | undefined;
  versions: readonly VersionRow[];
}

export async function presentEntry(
  knex: Knex,
  viewer: { id: string },
  id: string,
  { published, draft, versions }: Parts,
): Promise<EditedEntry> {
  return {
    id,
    published: published === undefined ? null : presentPublished(published),
    draft: draft === undefined ? null : await presentDraft(knex, draft),
    versions: versions.map(presentVersion),
    mayReview: draft !== undefined && mayReview(viewer.id, draft),
  };
}

function presentPublished({ version, status, content, wordings }: PublishedRow): EditedEntry['published'] {
  return {
    version,
    status,
    content: { ...content, wordings: wordings.map(({ text }) => text) },
    wordings,
    validity: validityOf(content, dayOf(Date.now())),
  };
}

async function presentDraft(knex: Knex, draft: StoredDraft): Promise<KnowledgeDraft> {
  const { state, revision, basedOn, content, authorIds, changedBy, changedAt, submittedAt, reviewNote, returnedBy } = draft;
  const names = await officerNames(knex, [...authorIds, changedBy, ...(returnedBy === null ? [] : [returnedBy])]);
  const person = (officerId: string) => ({ id: officerId, name: names.get(officerId) ?? '' });
  return {
    state,
    revision,
    basedOn,
    content,
    authors: authorIds.map(person),
    changedBy: person(changedBy),
    changedAt: changedAt.toISOString(),
    submittedAt: submittedAt?.toISOString() ?? null,
    reviewNote,
    returnedBy: returnedBy === null ? null : person(returnedBy),
  };
}

export const presentVersion = ({
  version,
  status,
  at,
  authors,
  reviewer,
}: VersionRow): Omit<z.input<typeof entryVersionAnswer>, 'content'> => ({
  version,
  status,
  at: at.toISOString(),
  authors,
  reviewer,
});
