/** Where the taxpayer's window has what belongs to one kind. */
import type { Component } from 'svelte';
import type { preloadCode } from '$app/navigation';

type Route = Parameters<typeof preloadCode>[0];

/** A place that a card or a line of a menu leads to. */
interface Place {
  readonly href: string;
  readonly title: () => string;
  readonly hint: () => string;
  readonly icon: Component;
}

export interface WindowPlaces {
  /** Its pages by their routes, and where the arrow of each leads. */
  readonly pages: readonly { readonly id: Route; readonly parent: string }[];
  /** Where a taxpayer begins a case of it, of kinds that taxpayers begin. */
  readonly begin?: Place;
  /** The list of one's own; absent where 我的消息 leads to it. */
  readonly own?: Place;
  /** What stands above 我的消息. */
  readonly aboveNotices?: Component;
}
