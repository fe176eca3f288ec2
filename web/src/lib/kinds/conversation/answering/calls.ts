/** Calls to an officer: a new offer, and new words in a conversation of theirs. */
import type { DeskConversation, DeskConversations } from '../../../../../api/conversation/desk.ts';

export interface Call {
  readonly type: 'offer' | 'words';
  readonly conversation: DeskConversation;
}

/**
 * Returns what is new since the list was read before; nothing on the first reading, and nothing for the officer's own words.
 * @param before the earlier list; undefined before the first
 */
export const callsOf = (before: DeskConversations | undefined, now: DeskConversations): readonly Call[] => {
  if (before === undefined) return [];
  return now.own.flatMap((conversation): Call[] => {
    const earlier = before.own.find(({ id }) => id === conversation.id);
    if (conversation.status === 'offered')
      return earlier?.status === 'offered' && earlier.since === conversation.since ? [] : [{ type: 'offer', conversation }];
    return conversation.unread > (earlier?.unread ?? 0) && earlier?.last?.at !== conversation.last?.at
      ? [{ type: 'words', conversation }]
      : [];
  });
};

/** Number in the bar: offers, and unread messages of the conversations that the officer has. */
export const waitingFor = ({ own }: DeskConversations): number =>
  own.reduce((sum, { status, unread }) => sum + (status === 'offered' ? 1 : unread), 0);
