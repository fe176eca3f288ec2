/** A form command's body taken apart: the texts, which stay in PostgreSQL, and the command, which carries their ids. */
import type { z } from 'zod';

import type { InertText } from '../../../db/contents.ts';
import type { HandedIn } from '../../../domain/papers.ts';
import type { ServiceFormCommand } from '../../../domain/service-form/form.ts';
import type { FormCommandType, formCommandBodies } from '../../api/forms.ts';

export interface FormIntent {
  command: ServiceFormCommand;
  texts: InertText[];
  uploadIds: string[];
  uploadPaths?: string[];
}

type Body<K extends FormCommandType> = z.output<(typeof formCommandBodies)[K]>;
type Note = { id: string; text: string } | null;

const intent = (command: ServiceFormCommand, note: Note = null, uploadIds: string[] = []): FormIntent => ({
  command,
  texts: note === null ? [] : [{ id: note.id, body: note.text }],
  uploadIds,
});

/** The taxpayer's part of it, saved or handed in. */
const contents = (type: 'save' | 'confirm', { papers, note }: { papers: HandedIn[]; note: Note }): FormIntent => ({
  ...intent(
    { type, papers, textId: note?.id ?? null },
    note,
    papers.flatMap(({ uploadIds }) => uploadIds),
  ),
  uploadPaths: papers.flatMap(({ uploadIds }, i) => uploadIds.map((_, j) => `papers.${String(i)}.uploadIds.${String(j)}`)),
});

const intents: { [K in FormCommandType]: (body: Body<K>) => FormIntent } = {
  claim: () => intent({ type: 'claim' }),
  release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
  handOver: ({ officerId, note }) => intent({ type: 'handOver', officerId, noteId: note.id }, note),
  save: (body) => contents('save', body),
  confirm: (body) => contents('confirm', body),
  reviewPapers: ({ verdicts, reason }) => intent({ type: 'reviewPapers', verdicts, reasonId: reason?.id ?? null }, reason),
  askPapers: ({ keys, note }) => intent({ type: 'askPapers', keys, textId: note.id }, note),
  complete: ({ textId, text, uploadIds }) => intent({ type: 'complete', textId, uploadIds }, { id: textId, text }, uploadIds),
  recall: ({ reason }) => intent({ type: 'recall', reasonId: reason.id }, reason),
  reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
  end: ({ reason }) => intent({ type: 'end', reasonId: reason.id }, reason),
};

export const formIntentOf = <K extends FormCommandType>(type: K, body: Body<K>): FormIntent => intents[type](body);
