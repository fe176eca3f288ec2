/** Data of a page with refresh; an older answer never replaces a newer one. */
import { untrack } from 'svelte';
import type { TopicName } from '../../../api/live.ts';
import { follow, live, spreadOf, whenBack } from './live.svelte.ts';
import type { LiveNews } from './live.svelte.ts';

export interface Resource<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Fetches again; the present data stay until the answer arrives. */
  readonly refresh: () => void;
}

/** A topic; a case with the version shown, if known. */
export type Followed = TopicName | { readonly topic: TopicName; readonly after: string | undefined };

const nameOf = (followed: Followed): TopicName => (typeof followed === 'string' ? followed : followed.topic);

/**
 * Call during component setup. `fetchData` is reactive in what it reads synchronously (filters, ids).
 *
 * Refreshes caused by live events are throttled: one request at a time, events during a request cause one more, and at most one per
 * `everyMs`.
 * @param fetchData gets a signal that aborts when its answer is no longer needed
 * @param topics topics whose events make the data stale; reactive
 * @param everyMs minimum interval between two refreshes caused by live events, in milliseconds
 */
export const resource = <Data>(
  fetchData: (signal: AbortSignal) => Promise<Data>,
  topics: () => readonly Followed[] = () => [],
  everyMs = 0,
): Resource<Data> => {
  let data = $state.raw<Data>();
  let error = $state.raw<unknown>();
  let loading = $state(true);
  let turn = $state(0);
  /** Position of the live connection when the present data were requested. */
  let askedAt: string | undefined;
  let fetchedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wished = false;
  /** Subscriptions by topic. */
  let stops: readonly { readonly name: TopicName; readonly stop: () => void }[] = [];

  const wishAfter = (wait: number): void => {
    if (loading) wished = true;
    else
      timer ??= setTimeout(
        () => {
          timer = undefined;
          turn += 1;
        },
        Math.max(wait, fetchedAt + everyMs - Date.now()),
      );
  };
  const settled = (): void => {
    loading = false;
    if (!wished) return;
    wished = false;
    wishAfter(0);
  };

  $effect(() => {
    const round = turn;
    const abort = new AbortController();
    loading = true;
    clearTimeout(timer);
    timer = undefined;
    wished = false;
    fetchedAt = Date.now();
    askedAt = untrack(() => live.position);
    fetchData(abort.signal).then(
      (answer) => {
        if (abort.signal.aborted || round !== turn) return;
        data = answer;
        error = undefined;
        settled();
      },
      (thrown: unknown) => {
        if (abort.signal.aborted || round !== turn) return;
        error = thrown;
        settled();
      },
    );
    return () => {
      abort.abort();
    };
  });

  $effect(() => {
    const hear = (news: LiveNews): void => {
      untrack(() => {
        wishAfter(spreadOf(news));
      });
    };
    const wanted = topics();
    untrack(() => {
      const before = stops;
      stops = wanted.map((followed) => {
        const name = nameOf(followed);
        const going = before.find((each) => each.name === name);
        return going ?? { name, stop: follow(name, hear, typeof followed === 'string' ? askedAt : followed.after) };
      });
      for (const each of before) if (!stops.includes(each)) each.stop();
    });
  });
  // What failed without a connection is fetched when it is back.
  $effect(() =>
    whenBack((news) => {
      if (error !== undefined) wishAfter(spreadOf(news));
    }),
  );
  $effect(() => () => {
    clearTimeout(timer);
    for (const { stop } of stops) stop();
    stops = [];
  });

  // The page promises to continue once the network is back.
  $effect(() => {
    const goOn = (): void => {
      if (error !== undefined) turn += 1;
    };
    addEventListener('online', goOn);
    return () => {
      removeEventListener('online', goOn);
    };
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    refresh: () => {
      turn += 1;
    },
  };
};
