/** Sentences of the events between the messages of the chat. */
import type { ChatContent } from '../../../../api/chat.ts';
import { conversationPage } from './page.ts';

/** For the taxpayer; undefined for an event that is not told. @param centre of the case, for events that name none */
export const ownLine = ({ event, data }: Extract<ChatContent, { type: 'line' }>, centre: string): string | undefined =>
  conversationPage.ownSentence({ type: event, data }, centre);
