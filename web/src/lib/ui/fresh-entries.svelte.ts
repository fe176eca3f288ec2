/** What has come into a list of entries since it was first shown, and was not seen yet. */

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
  let marked = $state.raw<ReadonlySet<number>>(new Set());
  let unseen = $state.raw<readonly number[]>([]);
  let known: { readonly of: string; readonly last: number } | undefined;
  const elements = new Map<number, HTMLElement>();

  $effect.pre(() => {
    const all = entries();
    const last = all.at(-1)?.version ?? 0;
    const before = known?.of === of() ? known.last : undefined;
    known = { of: of(), last };
    if (before === undefined) {
      marked = new Set();
      unseen = [];
      return;
    }
    const came = all.filter((entry) => entry.version > before && foreign(entry)).map(({ version }) => version);
    if (came.length === 0) return;
    marked = new Set([...marked, ...came]);
    unseen = [...unseen, ...came];
  });

  return {
    get marked() {
      return marked;
    },
    get unseen() {
      return unseen;
    },
    watch: (version) => (element) => {
      elements.set(version, element);
      const observer = new IntersectionObserver(
        (sights) => {
          if (sights.some(({ isIntersecting }) => isIntersecting)) unseen = unseen.filter((each) => each !== version);
        },
        { threshold: share },
      );
      observer.observe(element);
      return () => {
        elements.delete(version);
        observer.disconnect();
      };
    },
    jump: () => {
      const first = unseen[0];
      const element = first === undefined ? undefined : elements.get(first);
      element?.scrollIntoView({ block: 'center' });
      element?.focus({ preventScroll: true });
    },
  };
};
