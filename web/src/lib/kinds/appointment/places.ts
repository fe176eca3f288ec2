import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarPlus from '@lucide/svelte/icons/calendar-plus';
import { t } from '#lib/i18n.svelte.ts';
import type { WindowPlaces } from '../places-kind.ts';

export const appointmentPlaces: WindowPlaces = {
  pages: [
    { id: '/window/appointments/new', parent: '/window' },
    { id: '/window/appointments', parent: '/window/centre' },
    { id: '/window/appointments/[id]', parent: '/window/appointments' },
  ],
  begin: {
    href: '/window/appointments/new',
    title: () => t('appointment:title'),
    hint: () => t('appointment:form.hint'),
    icon: CalendarPlus,
  },
  own: {
    href: '/window/appointments',
    title: () => t('appointment:list.title'),
    hint: () => t('appointment:list.hint'),
    icon: CalendarClock,
  },
};
