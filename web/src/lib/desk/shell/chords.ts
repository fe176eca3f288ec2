/** Keys without modifiers, alone (`r`) or one after the other (`g m`). */

export interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** How long the second key of a pair may take. */
export const pairMs = 1_200;

/**
 * Reads keys one by one.
 * @returns for each key the chords that it may complete, the pair before the single key
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
