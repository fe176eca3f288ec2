/**
 * A live list with keyset pages. Rows are updated in place; while the user reads, changes that would move rows are only counted, and shown
 * on request.
 */
import { untrack } from 'svelte';
import type { LiveEvent, TopicName } from '../../../../api/live.ts';
import { follow, live, spreadOf, whenBack } from '#lib/api/live.svelte.ts';
import type { LiveNews } from '#lib/api/live.svelte.ts';
import { calmly } from './calm.ts';
import { mergeInPlace, nothing, withoutKnown } from './merge.ts';
import type { Identified } from './merge.ts';
import { turns } from './turns.svelte.ts';

export interface FeedPage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

export interface Feed<Row> {
  readonly rows: readonly Row[];
  readonly gone: ReadonlySet<string>;
  /** Number of rows that `update` would move, add or remove. */
  readonly changes: number;
  readonly more: boolean;
  readonly error: unknown;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly moreError: unknown;
  readonly loadMore: () => void;
  /** Shows the list in its present order. */
  readonly update: () => void;
  /** Retries after a failure. */
  readonly retry: () => void;
}

export interface FeedNews<Row> {
  readonly topics: () => readonly TopicName[];
  /** Tells whether an event affects the rows shown; by default every event does. */
  readonly concerns?: (event: LiveEvent, rows: readonly Row[], more: boolean) => boolean;
}

export type FetchPage<Row> = (
  page: { readonly cursor: string | undefined; readonly size: number },
  signal: AbortSignal,
) => Promise<FeedPage<Row>>;

const pageSize = 30;
const longestPage = 100;
const followEveryMs = 400;

/**
 * Call during component setup. `filters` is reactive: when something it reads changes, another list begins.
 * @param reading true while the user reads, so that no row may move
 * @param news events that make the list stale
 */
export const feed = <Row extends Identified>(
  filters: () => FetchPage<Row>,
  reading: () => boolean,
  { topics, concerns = () => true }: FeedNews<Row>,
): Feed<Row> => {
  let rows = $state.raw<readonly Row[]>([]);
  let next = $state.raw<string | null>(null);
  let gone = $state.raw<ReadonlySet<string>>(nothing);
  let changes = $state(0);
  let error = $state.raw<unknown>();
  let loading = $state(true);
  let loadingMore = $state(false);
  let moreError = $state.raw<unknown>();
  const turn = turns();
  /** Position of the live connection when the list was first requested. */
  let askedAt: string | undefined;
  let refetching = false;
  /** True when a refresh was requested while another was running. */
  let owed = false;
  const isOwed = (): boolean => owed;
  /** True when the list is stale because a refresh failed. */
  let failed = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  /** Aborted when the filters change. */
  let scope = new AbortController();
  let fetchPage: FetchPage<Row> | undefined;

  const show = (page: FeedPage<Row>): void => {
    failed = false;
    rows = page.items;
    next = page.next;
    gone = nothing;
    changes = 0;
    error = undefined;
    loading = false;
  };

  /** Fetches the first pages, up to `wanted` rows if there are so many. */
  const beginning = async (fetch: FetchPage<Row>, wanted: number, signal: AbortSignal): Promise<FeedPage<Row>> => {
    let page = await fetch({ cursor: undefined, size: Math.min(longestPage, wanted) }, signal);
    while (page.items.length < wanted && page.next !== null) {
      const more = await fetch({ cursor: page.next, size: Math.min(longestPage, wanted - page.items.length) }, signal);
      page = { items: [...page.items, ...more.items], next: more.next };
    }
    return page;
  };

  const refetch = async (move: boolean): Promise<void> => {
    const { signal } = scope;
    const fetch = fetchPage;
    if (fetch === undefined || loading) return;
    if (refetching && !move) {
      owed = true;
      return;
    }
    refetching = true;
    owed = false;
    try {
      const page = await beginning(fetch, Math.max(pageSize, rows.length), signal);
      if (signal.aborted) return;
      if (move || !reading()) {
        show(page);
        return;
      }
      const merged = mergeInPlace(rows, page.items, page.next !== null);
      rows = merged.rows;
      gone = merged.gone;
      changes = merged.changes;
    } catch (thrown) {
      // A failed refresh is shown only when the user asked for it; the connection's banner reports the others.
      if (move && !signal.aborted) error = thrown;
      failed = !signal.aborted;
    } finally {
      refetching = false;
      if (isOwed() && !signal.aborted) follower.wish();
    }
  };

  const follower = calmly(() => {
    void refetch(false);
  }, followEveryMs);

  /** The list to fetch; changes with the filters and with each retry. */
  const wanted = (): FetchPage<Row> => {
    turn.follow();
    return filters();
  };

  $effect(() => {
    const fetch = wanted();
    scope.abort();
    scope = new AbortController();
    const { signal } = scope;
    untrack(() => {
      fetchPage = fetch;
      loading = true;
      loadingMore = false;
      error = moreError = undefined;
      rows = [];
      changes = 0;
      askedAt = live.position;
      owed = false;
    });
    fetch({ cursor: undefined, size: pageSize }, signal).then(
      (page) => {
        if (signal.aborted) return;
        show(page);
        if (owed) follower.wish();
      },
      (thrown: unknown) => {
        if (signal.aborted) return;
        error = thrown;
        loading = false;
      },
    );
  });

  $effect(() => {
    const hear = (news: LiveNews): void => {
      // A response under way may be older than this event.
      if (loading || refetching) owed = true;
      else if (news.type === 'reset' || concerns(news, rows, next !== null)) soon ??= setTimeout(wish, spreadOf(news));
    };
    const wish = (): void => {
      soon = undefined;
      follower.wish();
    };
    const wanted = topics();
    return untrack(() => {
      const stops = [
        ...wanted.map((topic) => follow(topic, hear, askedAt)),
        whenBack((news) => {
          if (failed) hear(news);
        }),
      ];
      return () => {
        for (const stop of stops) stop();
        clearTimeout(soon);
        soon = undefined;
        follower.stop();
      };
    });
  });
  $effect(() => () => {
    scope.abort();
  });

  const loadMore = async (): Promise<void> => {
    const { signal } = scope;
    const cursor = next;
    if (fetchPage === undefined || cursor === null || loadingMore || loading) return;
    loadingMore = true;
    moreError = undefined;
    try {
      const page = await fetchPage({ cursor, size: pageSize }, signal);
      if (signal.aborted) return;
      rows = [...rows, ...withoutKnown(page.items, rows)];
      next = page.next;
    } catch (thrown) {
      if (!signal.aborted) moreError = thrown;
    } finally {
      if (!signal.aborted) loadingMore = false;
    }
  };

  return {
    get rows() {
      return rows;
    },
    get gone() {
      return gone;
    },
    get changes() {
      return changes;
    },
    get more() {
      return next !== null;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    get loadingMore() {
      return loadingMore;
    },
    get moreError() {
      return moreError;
    },
    loadMore: () => void loadMore(),
    update: () => void refetch(true),
    retry: turn.next,
  };
};
