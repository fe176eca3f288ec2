/** What is filled in and not saved yet, kept in this browser so that a reload loses nothing. */
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';

/** What a taxpayer puts into a form. */
export interface ServiceFormContents {
  readonly words: string;
  /** By the paper's key. */
  readonly files: Readonly<Record<string, readonly KeptFile[]>>;
}

export interface FormDraft extends ServiceFormContents {
  /** What the papers were like then: once they were handed in or judged, this is of no more use. */
  readonly round: string;
  /** What was saved when it was begun. */
  readonly base: string;
}

const nameFor = (formId: string): string => `draft.form.${formId}`;

export const keepEntries = (formId: string, draft: FormDraft | null): void => {
  keepDraftText(nameFor(formId), draft === null ? null : JSON.stringify(draft));
};

export const keptEntries = (formId: string, round: string): FormDraft | null => {
  const kept = keptDraftText(nameFor(formId));
  if (kept === null) return null;
  const draft = JSON.parse(kept) as FormDraft;
  return draft.round === round ? draft : null;
};
