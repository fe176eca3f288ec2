/** Data of a page: fetched, fetched again, and never an older answer over a newer one. */
import { listen } from './live.svelte.ts';
import type { LiveNews } from './live.svelte.ts';

export interface Resource<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  /** Fetches again, keeping what is shown until the answer is there. */
  readonly refresh: () => void;
}

/**
 * To be called while a component is set up. What `fetchData` reads synchronously (filters, ids) is followed.
 * @param fetchData gets a signal that is aborted when its answer is no longer wanted
 * @param concerns which live news make the data old; reconnecting always does
 */
export const resource = <Data>(
  fetchData: (signal: AbortSignal) => Promise<Data>,
  concerns: (news: LiveNews) => boolean = () => false,
): Resource<Data> => {
  let data = $state.raw<Data>();
  let error = $state.raw<unknown>();
  let loading = $state(true);
  let turn = $state(0);

  $effect(() => {
    const round = turn;
    const abort = new AbortController();
    loading = true;
    fetchData(abort.signal).then(
      (answer) => {
        if (abort.signal.aborted || round !== turn) return;
        data = answer;
        error = undefined;
        loading = false;
      },
      (thrown: unknown) => {
        if (abort.signal.aborted || round !== turn) return;
        error = thrown;
        loading = false;
      },
    );
    return () => {
      abort.abort();
    };
  });

  $effect(() =>
    listen((news) => {
      if (news.type === 'reconnected' || concerns(news)) turn += 1;
    }),
  );

  // The page says that it goes on by itself once the network is back.
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
