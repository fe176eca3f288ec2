import ListIcon from '@lucide/svelte/icons/list';
import MailPlus from '@lucide/svelte/icons/mail-plus';
import { t } from '#lib/i18n.svelte.ts';
import type { WindowPlaces } from '../places-kind.ts';

export const messagePlaces: WindowPlaces = {
  pages: [
    { id: '/window/message/new', parent: '/window' },
    { id: '/window/messages', parent: '/window/centre' },
    { id: '/window/messages/[id]', parent: '/window/messages' },
  ],
  begin: {
    href: '/window/message/new',
    title: () => t('message:window.leave'),
    hint: () => t('message:window.leaveHint'),
    icon: MailPlus,
  },
  own: { href: '/window/messages', title: () => t('message:list.title'), hint: () => t('message:window.mineHint'), icon: ListIcon },
};
