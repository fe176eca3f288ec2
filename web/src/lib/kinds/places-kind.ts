/** Contract of a kind for the navigation of the taxpayer's window. */
import type { Component } from 'svelte';
import type { preloadCode } from '$app/navigation';

type Route = Parameters<typeof preloadCode>[0];

/** Target of a card or a menu entry. */
interface Place {
  readonly href: string;
  readonly title: () => string;
  readonly hint: () => string;
  readonly icon: Component;
}

export interface WindowPlaces {
  /** Its pages by route, with the parent that each leads back to. */
  readonly pages: readonly { readonly id: Route; readonly parent: string }[];
  /** Page on which a taxpayer begins such a case; for kinds that taxpayers begin. */
  readonly begin?: Place;
  /** List of one's own cases; absent when 我的消息 leads to it. */
  readonly own?: Place;
  /** Component above 我的消息. */
  readonly aboveNotices?: Component;
  /** Component without a look that goes on while the window is open, whatever page it shows. */
  readonly holder?: Component;
}
