/**
 * Stores the draft of an answer in the browser, per officer and case, until it is sent. It includes the ids of the last try, so that the
 * same text cannot be sent twice, even after a reload.
 */
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import { parseDraft } from './draft-format.ts';
import type { Draft } from './draft-format.ts';

const nameOf = (officerId: string, caseId: string): string => `draft.${officerId}.${caseId}`;

/** Reads the draft of a case; null when there is none. */
export const keptDraft = (officerId: string, caseId: string): Draft | null => parseDraft(keptDraftText(nameOf(officerId, caseId)));

/** Stores a draft; removes it when it is empty. */
export const keepDraft = (officerId: string, caseId: string, draft: Draft): void => {
  const empty = draft.text.trim() === '' && draft.files.length === 0;
  keepDraftText(nameOf(officerId, caseId), empty ? null : JSON.stringify(draft));
};

export const forgetDraft = (officerId: string, caseId: string): void => {
  keepDraftText(nameOf(officerId, caseId), null);
};

export type { Draft };
