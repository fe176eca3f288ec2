/** 快捷入口 of the taxpayer: pages of the window and links of the region, in their own order. */
import Building from '@lucide/svelte/icons/building-2';
import LinkIcon from '@lucide/svelte/icons/external-link';
import Star from '@lucide/svelte/icons/star';
import type { Component } from 'svelte';
import type { QuickLinks } from '../../../../api/quick-links.ts';
import { arranged } from '../../../../../domain/quick-links.ts';
import { t } from '#lib/i18n.svelte.ts';
import { beginPlaces, ownPlaces } from '#lib/kinds/places.ts';

export interface QuickLink {
  /** Id of a link of the region; of a page of the window its address. */
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly outside: boolean;
  readonly icon: Component;
}

const pages = (): QuickLink[] => [
  ...[...beginPlaces, ...ownPlaces].map(({ href, title, icon }) => ({ id: href, title: title(), href, outside: false, icon })),
  { id: '/window/favourites', title: t('knowledge:favourites.title'), href: '/window/favourites', outside: false, icon: Star },
];

/** All that can be chosen: pages of the window, then what the region offers. */
export const choosable = (offered: QuickLinks | undefined): QuickLink[] => [
  ...pages(),
  ...(offered?.links ?? []).map(({ id, name, href, outside }) => ({ id, title: name, href, outside, icon: outside ? LinkIcon : Building })),
];

/** What is shown. */
export const shownLinks = (offered: QuickLinks | undefined): QuickLink[] => arranged(choosable(offered), offered?.chosen ?? null);
