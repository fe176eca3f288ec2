/** Live counts of to-dos on all officers' pages, and the unread actions of taxpayers in the officer's own cases. */
import { follow, spreadOf } from '#lib/api/live.svelte.ts';
import type { LiveNews } from '#lib/api/live.svelte.ts';
import { calmly } from '#lib/desk/lists/calm.ts';
import { ask } from '#lib/desk/shell/ask.ts';
import { worklistTopic } from '#lib/desk/shell/officer-topics.ts';
import { officer } from '#lib/desk/shell/session.svelte.ts';
import type { WorklistCounts, WorklistItem } from '../../../../api/desk.ts';

export type UnreadCase = NonNullable<WorklistCounts['newest']>;

const everyMs = 1_000;

let counts = $state.raw<WorklistCounts>();
/** Last version of each case read on this page. */
let looked = $state.raw<Readonly<Record<string, number>>>({});
/** Officer to whom the counts belong. */
let countedFor: string | undefined;
/** Time of the last announced action of a taxpayer; undefined before the first count. */
let toldUntil: string | undefined;
let wish: () => void = () => undefined;

export const worklistCounts = {
  /** Undefined until loaded. */
  get now(): WorklistCounts | undefined {
    return counts;
  },
  /** Counts again after an action of the officer. */
  again: (): void => {
    wish();
  },
};

/** Records that the officer has read this version of a case; the server knows it already. */
export const noteLook = (caseId: string, version: number): void => {
  if ((looked[caseId] ?? 0) >= version) return;
  looked = { ...looked, [caseId]: version };
  wish();
};

/** The taxpayer's unread action in a listed case; null when there is none. */
export const unreadOf = ({ id, version, news }: Pick<WorklistItem, 'id' | 'version' | 'news'>): WorklistItem['news'] =>
  (looked[id] ?? 0) >= version ? null : news;

/**
 * Keeps the counts up to date; returns how to stop.
 * @param onNews called once for each case in which the taxpayer acts while the pages are open
 */
export const followCounts = (onNews: (newest: UnreadCase) => void): (() => void) => {
  if (countedFor !== officer.id) {
    counts = toldUntil = undefined;
    looked = {};
    countedFor = officer.id;
  }

  const tell = ({ newest }: WorklistCounts): void => {
    const at = newest?.at ?? '';
    if (newest !== null && toldUntil !== undefined && at > toldUntil) onNews(newest);
    if (toldUntil === undefined || at > toldUntil) toldUntil = at;
  };
  const count = calmly(() => {
    ask<WorklistCounts>('/api/worklist/counts', { retries: 1 }).then(
      (now) => {
        counts = now;
        tell(now);
      },
      () => {
        // Unknown counts are hidden; failures are reported by the list itself.
        counts = undefined;
      },
    );
  }, everyMs);
  let soon: ReturnType<typeof setTimeout> | undefined;
  const hear = (news: LiveNews): void => {
    if (news.type === 'event' && news.kind === 'worklist' && counts !== undefined) {
      // The event has the centre's counts; the officer's own unread cases are fetched.
      counts = { ...counts, ...news.body.counts };
      if (!news.body.changes.some(({ standing }) => standing?.assigneeId === officer.id)) return;
    }
    clearTimeout(soon);
    soon = setTimeout(count.wish, spreadOf(news));
  };
  const stops = worklistTopic().map((topic) => follow(topic, hear));
  wish = count.wish;
  count.wish();
  return () => {
    wish = () => undefined;
    for (const stop of stops) stop();
    clearTimeout(soon);
    count.stop();
  };
};
