/**
 * Small things kept in this browser (language, text size, drafts). Storage may be forbidden in a frame of another site;
 * then they last as long as the page.
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

/** What was kept under a name, or null. */
export const remembered = (name: string): string | null => here.get(name) ?? storage()?.getItem(prefix + name) ?? null;

/** Keeps a text under a name; null forgets it. A full storage is no reason to fail: the page keeps it. */
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

/** Everything that was kept under names with this beginning. */
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
