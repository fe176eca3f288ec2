/** Stores unsaved entries in the browser, so that a reload loses nothing. */
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';

/** A taxpayer's entries in a form. */
export interface ServiceFormContents {
  readonly words: string;
  /** By key of the paper. */
  readonly files: Readonly<Record<string, readonly KeptFile[]>>;
}

export interface FormDraft extends ServiceFormContents {
  /** State of the papers at that time; the draft is void once they were handed in or judged. */
  readonly round: string;
  /** Saved contents when the draft was begun. */
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
