import MailOpen from '@lucide/svelte/icons/mail-open';
import { t } from '#lib/i18n.svelte.ts';
import type { WindowPlaces } from '../places-kind.ts';

export const invitationPlaces: WindowPlaces = {
  pages: [
    { id: '/window/invitations', parent: '/window/centre' },
    { id: '/window/invitations/[id]', parent: '/window/invitations' },
  ],
  own: { href: '/window/invitations', title: () => t('invitation:list.title'), hint: () => t('invitation:list.hint'), icon: MailOpen },
};
