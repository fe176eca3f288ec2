import type { WindowPlaces } from '../places-kind.ts';
import ServiceFormsEntry from './ServiceFormsEntry.svelte';

export const serviceFormPlaces: WindowPlaces = {
  pages: [
    { id: '/window/forms', parent: '/window/notices' },
    { id: '/window/forms/[id]', parent: '/window/forms' },
  ],
  aboveNotices: ServiceFormsEntry,
};
