import type { Snippet } from 'svelte';
import type { ChatContent, ChatMessage } from '../../../api/chat.ts';
import type { Entry } from './entry.ts';

/** Actions of a reader on the messages of a chat; an absent one is not offered. */
export interface BubbleActions {
  /** Asks a question that the robot offers. */
  readonly onask?: ((entry: Entry) => void) | undefined;
  readonly onrate?: ((message: ChatMessage, rating: 'useful' | 'useless') => void) | undefined;
  /** Keeps an answer among one's favourites, or removes it. */
  readonly onkeep?: ((answer: Extract<ChatContent, { type: 'answer' }>) => void) | undefined;
  /** True when the answer of this entry is kept. */
  readonly kept?: ((entryId: string) => boolean) | undefined;
  readonly onquote?: ((message: ChatMessage) => void) | undefined;
  readonly onrecall?: ((message: ChatMessage) => void) | undefined;
  /** Other ways, where the robot knows nothing. */
  readonly ways?: Snippet | undefined;
  /** Other ways, under an answer. */
  readonly further?: Snippet | undefined;
  /** Another case that lives in the chat. */
  readonly card?: Snippet<[Extract<ChatContent, { type: 'card' }>]> | undefined;
}
