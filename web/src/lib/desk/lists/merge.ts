/** How a list that somebody is reading takes up what has changed: rows where they stand, the order only when asked. */

export interface Identified {
  readonly id: string;
}

export interface Merged<Row> {
  /** The rows shown, each as it is now, in the order in which they stand. */
  readonly rows: readonly Row[];
  /** Rows shown that no longer belong to the list. */
  readonly gone: ReadonlySet<string>;
  /** How many rows would appear, vanish or move if the fresh order were shown. */
  readonly changes: number;
}

/** No rows. */
export const nothing: ReadonlySet<string> = new Set();

/** The rows that are not there yet. */
export const withoutKnown = <Row extends Identified>(rows: readonly Row[], known: readonly Identified[]): Row[] => {
  const there = new Set(known.map(({ id }) => id));
  return rows.filter(({ id }) => !there.has(id));
};

/**
 * @param shown the rows on the screen
 * @param fresh the beginning of the list as it is now, as long as what is shown unless it ends before
 * @param more whether the list goes on after `fresh`: then rows at the end of what is shown were only pushed out by new ones
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

/** Of the missing rows, those at the very end of what is shown, at most so many. */
const tailOf = (shown: readonly Identified[], missing: readonly string[], most: number): string[] => {
  const lost = new Set(missing);
  const tail: string[] = [];
  for (const { id } of shown.toReversed()) {
    if (!lost.has(id) || tail.length >= most) break;
    tail.push(id);
  }
  return tail;
};

/** The length of the longest run of rising numbers with others left out: rows that need not move. */
const longestRise = (numbers: readonly number[]): number => {
  const ends: number[] = [];
  for (const n of numbers) {
    const at = ends.findIndex((end) => end >= n);
    if (at === -1) ends.push(n);
    else ends[at] = n;
  }
  return ends.length;
};
