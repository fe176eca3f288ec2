/** Entries that were added to a list after it was first shown and have not been seen. */

import { SvelteSet } from 'svelte/reactivity';

interface Entry {
  readonly version: number;
}

export interface FreshEntries {
  /** Entries added while the page was open; they are marked. */
  readonly marked: ReadonlySet<number>;
  /** Entries that have not been visible yet, oldest first. */
  readonly unseen: readonly number[];
  /** Attachment for the element of an entry: the entry counts as seen once the element was visible. */
  readonly watch: (version: number) => (element: HTMLElement) => () => void;
  /** Scrolls to the first unseen entry. */
  readonly jump: () => void;
}

const share = 0.5;

/**
 * Call during component setup.
 * @param of key of the list; another key starts again
 * @param foreign true for entries by others; one's own are never new
 */
export const freshEntries = <Each extends Entry>(
  of: () => string,
  entries: () => readonly Each[],
  foreign: (entry: Each) => boolean,
): FreshEntries => {
  const marked = new SvelteSet<number>();
  let unseen = $state.raw<readonly number[]>([]);
  let known: { readonly of: string; readonly last: number } | undefined;
  const elements: Record<number, HTMLElement | undefined> = {};

  $effect.pre(() => {
    const all = entries();
    const last = all.at(-1)?.version ?? 0;
    const before = known?.of === of() ? known.last : undefined;
    known = { of: of(), last };
    if (before === undefined) {
      marked.clear();
      unseen = [];
      return;
    }
    const came = all.filter((entry) => entry.version > before && foreign(entry)).map(({ version }) => version);
    if (came.length === 0) return;
    for (const version of came) marked.add(version);
    unseen = [...unseen, ...came];
  });

  return {
    marked,
    get unseen() {
      return unseen;
    },
    watch: (version) => (element) => {
      elements[version] = element;
      const observer = new IntersectionObserver(
        (sights) => {
          if (sights.some(({ isIntersecting }) => isIntersecting)) unseen = unseen.filter((each) => each !== version);
        },
        { threshold: share },
      );
      observer.observe(element);
      return () => {
        elements[version] = undefined;
        observer.disconnect();
      };
    },
    jump: () => {
      const first = unseen[0];
      const element = first === undefined ? undefined : elements[first];
      element?.scrollIntoView({ block: 'center' });
      element?.focus({ preventScroll: true });
    },
  };
};
