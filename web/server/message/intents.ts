/** A command's body taken apart: the texts, which stay in PostgreSQL, and the command, which carries their ids. */
import type { z } from 'zod';

import type { InertText } from '../../../db/contents.ts';
import type { MessageCommand } from '../../../domain/message.ts';
import type { commandBodies, CommandType } from '../../api/cases.ts';

export interface Intent {
  command: MessageCommand;
  texts: InertText[];
  uploadIds: string[];
}

type Body<K extends CommandType> = z.output<(typeof commandBodies)[K]>;
type Note = { id: string; text: string } | null;

const textsOf = (note: Note): InertText[] => (note === null ? [] : [{ id: note.id, body: note.text }]);
const without = (command: MessageCommand, texts: InertText[] = []): Intent => ({ command, texts, uploadIds: [] });
const withContent = (type: 'reply' | 'askBack' | 'supplement' | 'followUp', { textId, text, uploadIds }: Body<'reply'>): Intent => ({
  command: { type, textId, uploadIds },
  texts: [{ id: textId, body: text }],
  uploadIds,
});

const intents: { [K in CommandType]: (body: Body<K>) => Intent } = {
  claim: () => without({ type: 'claim' }),
  withdraw: () => without({ type: 'withdraw' }),
  release: ({ note }) => without({ type: 'release', noteId: note?.id ?? null }, textsOf(note)),
  handOver: ({ to, note }) => without({ type: 'handOver', to, noteId: note.id }, textsOf(note)),
  reply: (body) => withContent('reply', body),
  askBack: (body) => withContent('askBack', body),
  supplement: (body) => withContent('supplement', body),
  followUp: (body) => withContent('followUp', body),
  rate: ({ resolved, stars, comment }) => without({ type: 'rate', resolved, stars, textId: comment?.id ?? null }, textsOf(comment)),
  reassign: ({ officerId, note }) => without({ type: 'reassign', officerId, noteId: note?.id ?? null }, textsOf(note)),
  end: ({ reason }) => without({ type: 'end', reasonId: reason.id }, textsOf(reason)),
};

export const intentOf = <K extends CommandType>(type: K, body: Body<K>): Intent => intents[type](body);
