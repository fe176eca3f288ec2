/** Stores the person's place in the window, so that a reload of the host's page returns there (A3). */
const key = 'zhengna.place';

const tabStorage = (): Storage | null => {
  try {
    return window.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
};

/** Stores the place for this tab and identity. */
export const rememberPlace = (identityId: string, path: string): void => {
  tabStorage()?.setItem(key, JSON.stringify({ identityId, path }));
};

/** Returns the place of this identity in this tab, if it is one of the window's pages. */
export const rememberedPlace = (identityId: string): string | undefined => {
  const kept = tabStorage()?.getItem(key);
  if (kept === null || kept === undefined) return undefined;
  const place: unknown = JSON.parse(kept);
  if (typeof place !== 'object' || place === null || !('identityId' in place) || !('path' in place)) return undefined;
  return place.identityId === identityId && typeof place.path === 'string' && place.path.startsWith('/window/') ? place.path : undefined;
};
