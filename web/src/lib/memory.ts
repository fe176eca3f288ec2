/**
 * Small values stored in the browser (language, text size, drafts). In a third-party frame storage may be forbidden; they then last as long
 * as the page.
 */
const prefix = 'zhengna.';
const here = new Map<string, string>();

const storage = (): Storage | null => {
  try {
    return window.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};

/** Returns the stored text; null when there is none. */
export const remembered = (name: string): string | null => here.get(name) ?? storage()?.getItem(prefix + name) ?? null;

/** Stores a text; null removes it. When the storage is full, only the page keeps it. */
export const remember = (name: string, value: string | null): void => {
  if (value === null) here.delete(name);
  else here.set(name, value);
  try {
    if (value === null) storage()?.removeItem(prefix + name);
    else storage()?.setItem(prefix + name, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
};

/** Returns all entries whose names begin with the prefix. */
export const entriesOf = (beginning: string): readonly (readonly [name: string, value: string])[] => {
  const kept = storage();
  const stored = kept === null ? [] : Object.keys(kept).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  return [...new Set([...stored, ...here.keys()])]
    .filter((name) => name.startsWith(beginning))
    .flatMap((name) => {
      const value = remembered(name);
      return value === null ? [] : [[name, value] as const];
    });
};
