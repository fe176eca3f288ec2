/** How many to-dos there are, live on every page of an officer, and what taxpayers did in one's own cases since they were looked at. */
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
/** The version in which each case was looked at on this page. */
let looked = $state.raw<Readonly<Record<string, number>>>({});
/** Whose counts these are. */
let countedFor: string | undefined;
/** When the taxpayer acted of whom was told last; undefined until it has been counted once. */
let toldUntil: string | undefined;
let wish: () => void = () => undefined;

export const worklistCounts = {
  /** Undefined while they are not known. */
  get now(): WorklistCounts | undefined {
    return counts;
  },
  /** What was just done may have changed them. */
  again: (): void => {
    wish();
  },
};

/** An officer has this version of a case before them, and the server knows it. */
export const noteLook = (caseId: string, version: number): void => {
  if ((looked[caseId] ?? 0) >= version) return;
  looked = { ...looked, [caseId]: version };
  wish();
};

/** What the taxpayer did in a listed case that has not been looked at since; null when nothing. */
export const unreadOf = ({ id, version, news }: Pick<WorklistItem, 'id' | 'version' | 'news'>): WorklistItem['news'] =>
  (looked[id] ?? 0) >= version ? null : news;

/**
 * Keeps the counts; gives back how to stop.
 * @param onNews told once of each case in which the taxpayer has acted while the pages are open
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
        // Numbers that could not be fetched are better not shown than shown wrongly; the list itself tells of failures.
        counts = undefined;
      },
    );
  }, everyMs);
  let soon: ReturnType<typeof setTimeout> | undefined;
  const hear = (news: LiveNews): void => {
    if (news.type === 'event' && news.kind === 'worklist' && counts !== undefined) {
      // The centre's numbers are told to everybody; what is unread of one's own is asked for.
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
