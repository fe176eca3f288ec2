/** Words that a person wrote on one page of the window and takes along to another, kept for this tab. */
const key = 'zhengna.carried';

const tabStorage = (): Storage | null => {
  try {
    return window.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};

export const carry = (text: string): void => {
  if (text.trim() !== '') tabStorage()?.setItem(key, text.trim());
};

/** Takes what was carried, once; an empty text when there is nothing. */
export const takeCarried = (): string => {
  const kept = tabStorage()?.getItem(key) ?? '';
  tabStorage()?.removeItem(key);
  return kept;
};
