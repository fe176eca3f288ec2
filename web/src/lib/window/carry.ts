/** What a person takes along from one page of the window to another, kept for this tab. */
const key = 'zhengna.carried';

export interface Carriage {
  readonly text: string;
  /** Case in which it was written. */
  readonly origin: { readonly id: string; readonly number: string } | null;
}
const nothing: Carriage = { text: '', origin: null };

const tabStorage = (): Storage | null => {
  try {
    return window.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};

export const carry = (carriage: Carriage): void => {
  tabStorage()?.setItem(key, JSON.stringify({ ...carriage, text: carriage.text.trim() }));
};

/** Takes what was carried, once. */
export const takeCarried = (): Carriage => {
  const kept = tabStorage()?.getItem(key) ?? null;
  tabStorage()?.removeItem(key);
  return kept === null ? nothing : (JSON.parse(kept) as Carriage);
};
