import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import { t } from '#lib/i18n.svelte.ts';
import type { WindowPlaces } from '../places-kind.ts';

export const appointmentPlaces: WindowPlaces = {
  pages: [
    { id: '/window/appointments', parent: '/window/centre' },
    { id: '/window/appointments/[id]', parent: '/window/appointments' },
  ],
  own: {
    href: '/window/appointments',
    title: () => t('appointment:list.title'),
    hint: () => t('appointment:list.hint'),
    icon: CalendarClock,
  },
};
