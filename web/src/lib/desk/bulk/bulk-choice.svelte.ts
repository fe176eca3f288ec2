/** The rows of a list that are chosen for one command to all of them. */
import { untrack } from 'svelte';
import { rangeOf, withoutRows, withRows } from './bulk-range.ts';
import { nothing } from '#lib/desk/lists/merge.ts';

export interface BulkChoice {
  readonly ids: ReadonlySet<string>;
  /** How many were chosen and have left the list since somebody last chose. */
  readonly lost: number;
  /** Chooses a row or no longer; with `range`, also those from the row that was last chosen to this one. */
  readonly choose: (id: string, chosen: boolean, range: boolean) => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
  /** Drops what cannot be chosen any more; `lost` tells of it. */
  readonly drop: (gone: (id: string) => boolean) => void;
}

/**
 * To be called while a component is set up. What cannot be chosen any more is dropped.
 * @param shown the rows that can be chosen, in the order in which they stand
 */
export const bulkChoice = (shown: () => readonly string[]): BulkChoice => {
  let ids = $state.raw(nothing);
  let lost = $state(0);
  let last: string | undefined;

  const set = (next: ReadonlySet<string>): void => {
    ids = next;
    lost = 0;
  };

  const drop = (gone: (id: string) => boolean): void => {
    const left = withoutRows(ids, [...ids].filter(gone));
    if (left.size === ids.size) return;
    lost += ids.size - left.size;
    ids = left;
  };
  $effect(() => {
    const there = shown();
    untrack(() => drop((id) => !there.includes(id)));
  });

  return {
    get ids() {
      return ids;
    },
    get lost() {
      return lost;
    },
    choose: (id, chosen, range) => {
      const meant = range ? rangeOf(shown(), last, id) : [id];
      last = id;
      set(chosen ? withRows(ids, meant) : withoutRows(ids, meant));
    },
    chooseAll: () => set(withRows(ids, shown())),
    clear: () => set(nothing),
    drop,
  };
};
