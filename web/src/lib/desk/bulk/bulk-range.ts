/** Sets of rows that are chosen, and rows from one to another, as with the shift key. */

/** The ids from one row to the other, both with them; only the second where the first is not there. */
export const rangeOf = (shown: readonly string[], from: string | undefined, to: string): readonly string[] => {
  const begin = from === undefined ? -1 : shown.indexOf(from);
  const end = shown.indexOf(to);
  return begin === -1 || end === -1 ? [to] : shown.slice(Math.min(begin, end), Math.max(begin, end) + 1);
};

export const withRows = (ids: ReadonlySet<string>, more: readonly string[]): ReadonlySet<string> => ids.union(new Set(more));
export const withoutRows = (ids: ReadonlySet<string>, fewer: readonly string[]): ReadonlySet<string> => ids.difference(new Set(fewer));
