/** An order command's body taken apart: the texts, which stay in PostgreSQL, and the command, which carries their ids. */
import type { z } from 'zod';

import type { InertText } from '../../../db/contents.ts';
import type { WorkOrderCommand } from '../../../domain/work-order/order.ts';
import type { OrderCommandType, orderCommandBodies } from '../../api/orders.ts';

export interface OrderIntent {
  command: WorkOrderCommand;
  texts: InertText[];
  uploadIds: string[];
  uploadPaths?: string[];
}

type Body<K extends OrderCommandType> = z.output<(typeof orderCommandBodies)[K]>;
type Note = { id: string; text: string } | null;

const intent = (command: WorkOrderCommand, note: Note = null, uploadIds: string[] = []): OrderIntent => ({
  command,
  texts: note === null ? [] : [{ id: note.id, body: note.text }],
  uploadIds,
});

const intents: { [K in OrderCommandType]: (body: Body<K>, asSupervisor: boolean) => OrderIntent } = {
  claim: () => intent({ type: 'claim' }),
  release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
  handOver: ({ officerId, note }) => intent({ type: 'handOver', officerId, noteId: note.id }, note),
  advance: ({ note }) => intent({ type: 'advance', noteId: note?.id ?? null }, note),
  sendBack: ({ to, reason }) => intent({ type: 'sendBack', to, reasonId: reason.id }, reason),
  askPapers: ({ keys, note }) => intent({ type: 'askPapers', keys, textId: note.id }, note),
  supplement: ({ papers, note }) => ({
    ...intent(
      { type: 'supplement', papers, textId: note?.id ?? null },
      note,
      papers.flatMap(({ uploadIds }) => uploadIds),
    ),
    uploadPaths: papers.flatMap(({ uploadIds }, i) => uploadIds.map((_, j) => `papers.${String(i)}.uploadIds.${String(j)}`)),
  }),
  reviewPapers: ({ verdicts, reason }) => intent({ type: 'reviewPapers', verdicts, reasonId: reason?.id ?? null }, reason),
  finish: ({ textId, text, uploadIds }, asSupervisor) =>
    intent({ type: 'finish', asSupervisor, textId, uploadIds }, { id: textId, text }, uploadIds),
  dispute: ({ reason }) => intent({ type: 'dispute', reasonId: reason.id }, reason),
  dispatch: ({ officerId, note }) => intent({ type: 'dispatch', officerId, noteId: note?.id ?? null }, note),
  urge: () => intent({ type: 'urge' }),
  terminate: ({ reason }) => intent({ type: 'terminate', reasonId: reason.id }, reason),
  rate: ({ resolved, stars, comment }) => intent({ type: 'rate', resolved, stars, textId: comment?.id ?? null }, comment),
  reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
  end: ({ reason }) => intent({ type: 'end', reasonId: reason.id }, reason),
};

export const orderIntentOf = <K extends OrderCommandType>(type: K, body: Body<K>, asSupervisor: boolean): OrderIntent =>
  intents[type](body, asSupervisor);
