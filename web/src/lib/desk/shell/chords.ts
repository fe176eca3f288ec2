/** Keys without modifiers, alone (`r`) or in sequence (`g m`). */

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Time limit for the second key of a pair, in milliseconds. */
export const pairMs = 1_200;

/**
 * Creates a reader of key presses.
 * @returns a function that returns the chords which the key may complete, pairs before single keys
 */
export const chordReader = (): ((pressed: Pressed, at: number) => readonly string[]) => {
  let first: { readonly key: string; readonly at: number } | undefined;
  return ({ key, ctrlKey, metaKey, altKey }, at) => {
    if (ctrlKey || metaKey || altKey) return [];
    const name = key.length === 1 ? key.toLowerCase() : key;
    const pair = first !== undefined && at - first.at <= pairMs ? `${first.key} ${name}` : undefined;
    first = pair === undefined && name.length === 1 ? { key: name, at } : undefined;
    return pair === undefined ? [name] : [pair, name];
  };
};
