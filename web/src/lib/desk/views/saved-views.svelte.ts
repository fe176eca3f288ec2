/** Saved views of the worklist of the signed-in officer, as stored on the server. */
import { Problem } from '#lib/api/problem.ts';
import type { SavedView, SavedViewsAnswer } from '../../../../api/views.ts';
import { ask } from '#lib/desk/shell/ask.ts';
import { turns } from '#lib/desk/lists/turns.svelte.ts';

export interface SavedViews {
  /** In the officer's order; empty until loaded. */
  readonly items: readonly SavedView[];
  /** Error of the last fetch. */
  readonly error: unknown;
  readonly retry: () => void;
  /** Stores a new view, or replaces the one with the same id. @throws Problem */
  readonly keep: (view: SavedView) => Promise<void>;
  /** @throws Problem */
  readonly remove: (id: string) => Promise<void>;
  /** @throws Problem */
  readonly order: (ids: readonly string[]) => Promise<void>;
}

const path = '/api/desk/views';

/** Call during component setup. */
export const savedViews = (): SavedViews => {
  let items = $state.raw<readonly SavedView[]>([]);
  let error = $state.raw<unknown>();
  const turn = turns();

  $effect(() => {
    turn.follow();
    const abort = new AbortController();
    ask<SavedViewsAnswer>(path, { signal: abort.signal }).then(
      (answer) => {
        if (abort.signal.aborted) return;
        items = answer.items;
        error = undefined;
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) error = thrown;
      },
    );
    return () => abort.abort();
  });

  /** After a refusal, fetches what another browser has changed. */
  const trying = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      turn.next();
      throw thrown;
    }
  };

  return {
    get items() {
      return items;
    },
    get error() {
      return error;
    },
    retry: turn.next,
    keep: ({ id, ...body }) =>
      trying(async () => {
        const kept = await ask<SavedView>(`${path}/${id}`, { method: 'PUT', body });
        items = items.some((each) => each.id === id) ? items.map((each) => (each.id === id ? kept : each)) : [...items, kept];
      }),
    remove: (id) =>
      trying(async () => {
        try {
          await ask(`${path}/${id}`, { method: 'DELETE' });
        } catch (thrown) {
          // Already removed, by a try whose answer was lost or from another browser: the goal is reached.
          if (!(thrown instanceof Problem && thrown.is('not-found'))) throw thrown;
        }
        items = items.filter((each) => each.id !== id);
      }),
    order: (ids) =>
      trying(async () => {
        const answer = await ask<SavedViewsAnswer>(path, { method: 'PUT', body: { ids } });
        items = answer.items;
      }),
  };
};
