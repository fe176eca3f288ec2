import type { Judgement, Verdict } from '../../../domain/papers.ts';
import type { Intent } from './server-kind.ts';

/** A person's text, under the id that the page gave it. */
export type Note = { id: string; text: string } | null;

/** Builds the intent of a command that refers to the given text and files. */
export const intent = <const C extends { type: string }>(command: C, note: Note = null, uploadIds: string[] = []): Intent<C> => ({
  command,
  texts: note === null ? [] : [{ id: note.id, body: note.text }],
  uploadIds,
});

/** Builds the intent of a command that hands in papers, with the path of each file in the body, for faults that concern it. */
export const papersIntent = <const C extends { type: string; papers: readonly { uploadIds: string[] }[] }>(
  command: C,
  note: Note,
): Intent<C> => ({
  ...intent(
    command,
    note,
    command.papers.flatMap(({ uploadIds }) => uploadIds),
  ),
  uploadPaths: command.papers.flatMap(({ uploadIds }, i) => uploadIds.map((_, j) => `papers.${String(i)}.uploadIds.${String(j)}`)),
});

type Judging = { verdicts: readonly (Omit<Verdict, 'reasonId'> & { reason: Note })[]; reason: Note };

/** Builds the intent of judging papers, each with its own reason or the one of all. */
export function judgementIntent({ verdicts, reason }: Judging): Intent<{ type: 'reviewPapers' } & Judgement> {
  const notes = [...verdicts.map((verdict) => verdict.reason), reason].filter((note) => note !== null);
  return {
    command: {
      type: 'reviewPapers',
      verdicts: verdicts.map(({ reason: own, ...verdict }) => (own === null ? verdict : { ...verdict, reasonId: own.id })),
      reasonId: reason?.id ?? null,
    },
    texts: notes.map(({ id, text }) => ({ id, body: text })),
    uploadIds: [],
  };
}
