/**
 * Drafts, stored in the browser until they are sent.
 *
 * 1. After a reload, a close or a crash, the next page with the same form takes over the draft.
 * 2. Two open pages never touch each other's draft: each has its own, under the id of the page.
 * 3. A page counts as open while its heartbeat is younger than `silentMs`; it removes the heartbeat when it is left.
 */
import { entriesOf, remember, remembered } from './memory.ts';
import { uuid } from './uuid.ts';

const beatMs = 5_000;
/** Browsers throttle the timers of background tabs to one per minute. */
const silentMs = 90_000;
const pageId = uuid();
const signOf = (page: string): string => `page.${page}`;

/** Starts the heartbeat that tells other pages that this one is open; returns how to stop. */
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

/** Returns the draft for a new page: its own, otherwise the newest abandoned one, which this page then owns. */
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

/** Stores this page's draft; null removes it. */
export const keepDraftText = (name: string, text: string | null): void => {
  remember(nameFor(name, pageId), text === null ? null : JSON.stringify({ at: Date.now(), text } satisfies Kept));
};

/** Drafts of a form, one for each identity. */
export interface DraftStore<Draft> {
  /** Stores the draft; null removes it. */
  readonly keep: (identityId: string, draft: Draft | null) => void;
  /** Reads the stored draft; null when there is none or it is of an older form. */
  readonly kept: (identityId: string) => Draft | null;
}

/** @param form name of the form */
export const draftStore = <Draft extends object>(form: string, empty: () => Draft): DraftStore<Draft> => {
  const nameOf = (identityId: string): string => `draft.${form}.${identityId}`;
  const isDraft = (kept: unknown): kept is Draft =>
    typeof kept === 'object' && kept !== null && Object.keys(empty()).every((key) => key in kept);
  return {
    keep: (identityId, draft) => {
      keepDraftText(nameOf(identityId), draft === null ? null : JSON.stringify(draft));
    },
    kept: (identityId) => {
      const text = keptDraftText(nameOf(identityId));
      const draft: unknown = text === null ? null : JSON.parse(text);
      return isDraft(draft) ? draft : null;
    },
  };
};
