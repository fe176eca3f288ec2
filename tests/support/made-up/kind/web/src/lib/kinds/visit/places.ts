import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import { t } from '#lib/i18n.svelte.ts';
import type { WindowPlaces } from '../places-kind.ts';

export const visitPlaces: WindowPlaces = {
  pages: [
    { id: '/window/visits', parent: '/window/centre' },
    { id: '/window/visits/[id]', parent: '/window/visits' },
  ],
  own: { href: '/window/visits', title: () => t('visit:list.title'), hint: () => t('visit:list.hint'), icon: CalendarClock },
};
