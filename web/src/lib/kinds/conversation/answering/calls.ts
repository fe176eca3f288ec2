/** Calls to an officer: an offer, words in a conversation of theirs, a note that mentions them, a colleague who asks for support. */
import type { DeskConversation, DeskConversations } from '../../../../../api/conversation/desk.ts';

export type Call =
  | { readonly type: 'offer' | 'words'; readonly conversation: DeskConversation }
  | { readonly type: 'mention'; readonly conversation: DeskConversations['mentions'][number] }
  | { readonly type: 'support'; readonly conversation: DeskConversations['support'][number] };

/**
 * Returns what is new since the list was read before; nothing on the first reading, and nothing for the officer's own words.
 * @param before the earlier list; undefined before the first
 */
export const callsOf = (before: DeskConversations | undefined, now: DeskConversations): readonly Call[] => {
  if (before === undefined) return [];
  const own = now.own.flatMap((conversation): Call[] => {
    const earlier = before.own.find(({ id }) => id === conversation.id);
    if (conversation.status === 'offered')
      return earlier?.status === 'offered' && earlier.since === conversation.since ? [] : [{ type: 'offer', conversation }];
    return conversation.unread > (earlier?.unread ?? 0) && earlier?.last?.at !== conversation.last?.at
      ? [{ type: 'words', conversation }]
      : [];
  });
  const mentions = now.mentions
    .filter(({ id, at }) => before.mentions.every((earlier) => earlier.id !== id || earlier.at !== at))
    .map((conversation): Call => ({ type: 'mention', conversation }));
  const support = now.support
    .filter(({ id }) => before.support.every((earlier) => earlier.id !== id))
    .map((conversation): Call => ({ type: 'support', conversation }));
  return [...own, ...mentions, ...support];
};

/** Number in the bar: offers, unread messages of the officer's conversations, mentions, and calls for support. */
export const waitingFor = ({ own, mentions, support }: DeskConversations): number =>
  own.reduce((sum, { status, unread }) => sum + (status === 'offered' ? 1 : unread), mentions.length + support.length);
