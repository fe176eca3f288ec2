/**
 * Drafts, kept in this browser until they are sent.
 *
 * 1. A page that was reloaded, closed or has crashed leaves its draft to the next page that opens the same form.
 * 2. Two pages that are open at once never touch each other's draft: each keeps its own, under the id of the page.
 * 3. A page lives while its sign of life is younger than `silentMs`; it takes the sign away when it is left.
 */
import { entriesOf, remember, remembered } from './memory.ts';
import { uuid } from './uuid.ts';

const beatMs = 5_000;
/** Browsers slow down the timers of tabs in the background to one a minute. */
const silentMs = 90_000;
const pageId = uuid();
const signOf = (page: string): string => `page.${page}`;

/** Shows other pages that this one is open; gives back how to stop. */
export const showLife = (): (() => void) => {
  const beat = (): void => {
    remember(signOf(pageId), String(Date.now()));
  };
  const leave = (): void => {
    remember(signOf(pageId), null);
  };
  beat();
  const timer = setInterval(beat, beatMs);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', beat);
  return () => {
    clearInterval(timer);
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', beat);
    leave();
  };
};

const lives = (page: string): boolean => page === pageId || Date.now() - Number(remembered(signOf(page)) ?? '0') < silentMs;

const separator = '#';
const nameFor = (name: string, page: string): string => `${name}${separator}${page}`;

interface Kept {
  readonly at: number;
  readonly text: string;
}

/** The draft with which a page begins: its own, else the newest that a page left behind; it is this page's from now on. */
export const keptDraftText = (name: string): string | null => {
  const own = remembered(nameFor(name, pageId));
  if (own !== null) return (JSON.parse(own) as Kept).text;
  const left = entriesOf(`${name}${separator}`)
    .map(([key, value]) => ({ key, page: key.slice(key.lastIndexOf(separator) + 1), ...(JSON.parse(value) as Kept) }))
    .filter(({ page }) => !lives(page))
    .toSorted((a, b) => b.at - a.at)[0];
  if (left === undefined) return null;
  remember(left.key, null);
  keepDraftText(name, left.text);
  return left.text;
};

/** Keeps this page's draft; null forgets it. */
export const keepDraftText = (name: string, text: string | null): void => {
  remember(nameFor(name, pageId), text === null ? null : JSON.stringify({ at: Date.now(), text } satisfies Kept));
};
