/** Stores uploaded papers that are not handed in yet in the browser, so that a reload loses nothing. */
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';

export interface PapersDraft {
  readonly words: string;
  /** By key of the paper. */
  readonly files: Readonly<Record<string, readonly KeptFile[]>>;
}

const nameFor = (orderId: string): string => `draft.papers.${orderId}`;

export const keepPapers = (orderId: string, draft: PapersDraft | null): void => {
  const empty = draft === null || (draft.words.trim() === '' && Object.values(draft.files).every((files) => files.length === 0));
  keepDraftText(nameFor(orderId), empty ? null : JSON.stringify(draft));
};

export const keptPapers = (orderId: string): PapersDraft => {
  const kept = keptDraftText(nameFor(orderId));
  return kept === null ? { words: '', files: {} } : (JSON.parse(kept) as PapersDraft);
};
