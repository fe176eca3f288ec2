/** Merges changes into a list that the user is reading: rows are updated in place, the order changes on request only. */

export interface Identified {
  readonly id: string;
}

export interface Merged<Row> {
  /** The rows shown with their present contents, in their present order on screen. */
  readonly rows: readonly Row[];
  /** Shown rows that no longer belong to the list. */
  readonly gone: ReadonlySet<string>;
  /** Number of rows that would appear, vanish or move in the fresh order. */
  readonly changes: number;
}

export const nothing: ReadonlySet<string> = new Set();

/** Returns the rows that are not known yet. */
export const withoutKnown = <Row extends Identified>(rows: readonly Row[], known: readonly Identified[]): Row[] => {
  const there = new Set(known.map(({ id }) => id));
  return rows.filter(({ id }) => !there.has(id));
};

/**
 * @param shown the rows on screen
 * @param fresh the beginning of the present list, as long as `shown` unless the list is shorter
 * @param more true when the list continues after `fresh`: missing rows at the end of `shown` may then have been pushed out by new ones
 */
export const mergeInPlace = <Row extends Identified>(shown: readonly Row[], fresh: readonly Row[], more: boolean): Merged<Row> => {
  const now = new Map(fresh.map((row) => [row.id, row]));
  const before = new Set(shown.map(({ id }) => id));
  const added = fresh.filter(({ id }) => !before.has(id)).length;
  const missing = shown.filter(({ id }) => !now.has(id)).map(({ id }) => id);
  const pushedOut = more ? new Set(tailOf(shown, missing, added)) : new Set<string>();
  const gone = new Set(missing.filter((id) => !pushedOut.has(id)));
  const stay = shown.filter(({ id }) => now.has(id)).map(({ id }) => id);
  const place = new Map(fresh.map(({ id }, index) => [id, index]));
  const moved = stay.length - longestRise(stay.map((id) => place.get(id) ?? 0));
  return { rows: shown.map((row) => now.get(row.id) ?? row), gone, changes: added + gone.size + moved };
};

/** Returns those missing rows that form the end of `shown`, at most `most`. */
const tailOf = (shown: readonly Identified[], missing: readonly string[], most: number): string[] => {
  const lost = new Set(missing);
  const tail: string[] = [];
  for (const { id } of shown.toReversed()) {
    if (!lost.has(id) || tail.length >= most) break;
    tail.push(id);
  }
  return tail;
};

/** Length of the longest increasing subsequence: the rows that need not move. */
const longestRise = (numbers: readonly number[]): number => {
  const ends: number[] = [];
  for (const n of numbers) {
    const at = ends.findIndex((end) => end >= n);
    if (at === -1) ends.push(n);
    else ends[at] = n;
  }
  return ends.length;
};
