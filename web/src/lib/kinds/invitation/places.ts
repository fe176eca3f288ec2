import type { WindowPlaces } from '../places-kind.ts';

export const invitationPlaces: WindowPlaces = {
  pages: [
    { id: '/window/invitations', parent: '/window/centre' },
    { id: '/window/invitations/[id]', parent: '/window/invitations' },
  ],
};
