import type { WindowPlaces } from '../places-kind.ts';
import TalkHolder from './window/TalkHolder.svelte';

export const conversationPlaces: WindowPlaces = {
  pages: [{ id: '/window/conversations/[id]', parent: '/window/centre' }],
  holder: TalkHolder,
};
