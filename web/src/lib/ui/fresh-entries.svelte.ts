/** What has come into a list of entries since it was first shown, and was not seen yet. */

import { SvelteSet } from 'svelte/reactivity';

interface Entry {
  readonly version: number;
}

export interface FreshEntries {
  /** Entries that came while the page was open: they are marked. */
  readonly marked: ReadonlySet<number>;
  /** Those that were not in sight yet, oldest first. */
  readonly unseen: readonly number[];
  /** An element of the page shows this entry: once it was in sight, it is seen. */
  readonly watch: (version: number) => (element: HTMLElement) => () => void;
  /** Brings the first that was not seen into sight. */
  readonly jump: () => void;
}

const share = 0.5;

/**
 * To be called while a component is set up.
 * @param of whose entries they are; another one begins anew
 * @param foreign whether an entry is somebody else's: one's own are no news
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
