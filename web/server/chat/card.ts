import { insertMessage, isTwin } from '../../../db/chat/messages.ts';
import type { CaseKind } from '../../../domain/case.ts';
import type { Deps } from '../deps.ts';
import type { StoredCard } from './presenter.ts';

/** Shows another case in the chat of the case that it began from, once. A case without a chat shows nothing. */
export async function showCard(
  originId: string,
  begun: { kind: CaseKind; id: string },
  { knex, chats }: Pick<Deps, 'knex' | 'chats'>,
): Promise<void> {
  const data: StoredCard = { kind: begun.kind, caseId: begun.id };
  const card = { type: 'card', body: '', data: { ...data } } as const;
  try {
    const stored = await insertMessage(knex, {
      ...card,
      caseId: originId,
      clientId: begun.id,
      speaker: 'system',
      speakerId: null,
      epoch: null,
      audience: 'everybody',
      quotes: null,
    });
    if (stored !== null) chats.changed(originId);
  } catch (error) {
    if (!isTwin(error)) throw error;
  }
}
