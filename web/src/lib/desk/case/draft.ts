/**
 * The draft of an answer, kept in this browser for each officer and case until it is sent. With it go the ids of an attempt to
 * send it, so that even after a reload the same text cannot be sent twice.
 */
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import { parseDraft } from './draft-format.ts';
import type { Draft } from './draft-format.ts';

const nameOf = (officerId: string, caseId: string): string => `draft.${officerId}.${caseId}`;

/** The draft of a case; null when there is none. */
export const keptDraft = (officerId: string, caseId: string): Draft | null => parseDraft(keptDraftText(nameOf(officerId, caseId)));

/** Keeps a draft; an empty one is forgotten. */
export const keepDraft = (officerId: string, caseId: string, draft: Draft): void => {
  const empty = draft.text.trim() === '' && draft.files.length === 0;
  keepDraftText(nameOf(officerId, caseId), empty ? null : JSON.stringify(draft));
};

export const forgetDraft = (officerId: string, caseId: string): void => {
  keepDraftText(nameOf(officerId, caseId), null);
};

export type { Draft };
