import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import { t } from '#lib/i18n.svelte.ts';
import type { WindowPlaces } from '../places-kind.ts';

export const workOrderPlaces: WindowPlaces = {
  pages: [
    { id: '/window/orders', parent: '/window/centre' },
    { id: '/window/orders/[id]', parent: '/window/orders' },
  ],
  own: { href: '/window/orders', title: () => t('order:list.title'), hint: () => t('order:list.hint'), icon: ClipboardList },
};
