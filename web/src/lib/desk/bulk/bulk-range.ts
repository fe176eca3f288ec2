/** Sets of chosen rows, and ranges as with the shift key. */

/** Returns the ids from one row to the other, both included; only the second when the first is not there. */
export const rangeOf = (shown: readonly string[], from: string | undefined, to: string): readonly string[] => {
  const begin = from === undefined ? -1 : shown.indexOf(from);
  const end = shown.indexOf(to);
  return begin === -1 || end === -1 ? [to] : shown.slice(Math.min(begin, end), Math.max(begin, end) + 1);
};

export const withRows = (ids: ReadonlySet<string>, more: readonly string[]): ReadonlySet<string> => ids.union(new Set(more));
export const withoutRows = (ids: ReadonlySet<string>, fewer: readonly string[]): ReadonlySet<string> => ids.difference(new Set(fewer));
