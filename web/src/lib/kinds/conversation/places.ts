import type { WindowPlaces } from '../places-kind.ts';

export const conversationPlaces: WindowPlaces = {
  pages: [{ id: '/window/conversations/[id]', parent: '/window/centre' }],
};
