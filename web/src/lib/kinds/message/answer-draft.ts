/** Stores the entered answer to a question back, or the follow-up question, in the browser until it is sent. */
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';

export interface AnswerDraft {
  readonly text: string;
  readonly files: readonly KeptFile[];
}
/** 追问, or the answer to a question back. */
export const answerKinds = ['followUp', 'supplement'] as const;
export type AnswerKind = (typeof answerKinds)[number];

const nameFor = (kind: AnswerKind, caseId: string): string => `draft.answer.${kind}.${caseId}`;

export const keepAnswer = (kind: AnswerKind, caseId: string, draft: AnswerDraft | null): void => {
  const empty = draft === null || (draft.text.trim() === '' && draft.files.length === 0);
  keepDraftText(nameFor(kind, caseId), empty ? null : JSON.stringify(draft));
};

export const keptAnswer = (kind: AnswerKind, caseId: string): AnswerDraft => {
  const kept = keptDraftText(nameFor(kind, caseId));
  return kept === null ? { text: '', files: [] } : (JSON.parse(kept) as AnswerDraft);
};
