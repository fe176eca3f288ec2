import type { Intent } from './server-kind.ts';

/** What a person wrote, under the id that their page gave it. */
export type Note = { id: string; text: string } | null;

/** A command that names what was written with it. */
export const intent = <const C extends { type: string }>(command: C, note: Note = null, uploadIds: string[] = []): Intent<C> => ({
  command,
  texts: note === null ? [] : [{ id: note.id, body: note.text }],
  uploadIds,
});

/** A command that hands in papers: every file is found again where it stands in the body. */
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
