/** Right to read a chat: its taxpayer has it, and the officers who may view the case. The stand decides about writing, at that moment. */
import { chatOf, type ChatStand } from '../../../db/chat/read.ts';
import { threadOf } from '../../../db/thread.ts';
import { may, type Viewer } from '../../../domain/policies.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

/** @throws Fault `not-found` when the case has no chat, or is not this person's to view */
export async function chatFor(viewer: Viewer, caseId: string, { knex }: Pick<Deps, 'knex'>): Promise<ChatStand> {
  const chat = await chatOf(knex, caseId);
  if (chat === undefined) throw new Fault('not-found');
  if (may(viewer, 'view', chat)) return chat;
  const thread = await threadOf(knex, caseId);
  if (!may(viewer, 'view', { ...chat, threadCentreIds: thread.map(({ centre_id }) => centre_id) })) throw new Fault('not-found');
  return chat;
}
