/** The rows of a list that are chosen for a bulk command. */
import { untrack } from 'svelte';
import { rangeOf, withoutRows, withRows } from './bulk-range.ts';
import { nothing } from '#lib/desk/lists/merge.ts';

export interface BulkChoice {
  readonly ids: ReadonlySet<string>;
  /** Number of chosen rows that have left the list since the last choice. */
  readonly lost: number;
  /** Adds a row to the choice or removes it; with `range`, all rows between the last chosen row and this one, too. */
  readonly choose: (id: string, chosen: boolean, range: boolean) => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
  /** Removes rows that can no longer be chosen; they count in `lost`. */
  readonly drop: (gone: (id: string) => boolean) => void;
}

/**
 * Call during component setup. Rows that can no longer be chosen are removed.
 * @param shown ids of the rows that can be chosen, in their order on screen
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
