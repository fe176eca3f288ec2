/** The filters of the worklist that the officer who is signed in keeps under names, as the server has them. */
import { Problem } from '#lib/api/problem.ts';
import type { SavedView, SavedViewsAnswer } from '../../../../api/views.ts';
import { ask } from '#lib/desk/shell/ask.ts';
import { turns } from '#lib/desk/lists/turns.svelte.ts';

export interface SavedViews {
  /** In the officer's order; empty until they are known. */
  readonly items: readonly SavedView[];
  /** Why they could not be fetched. */
  readonly error: unknown;
  readonly retry: () => void;
  /** Keeps a new one, or another under the same id. @throws Problem */
  readonly keep: (view: SavedView) => Promise<void>;
  /** @throws Problem */
  readonly remove: (id: string) => Promise<void>;
  /** @throws Problem */
  readonly order: (ids: readonly string[]) => Promise<void>;
}

const path = '/api/desk/views';

/** To be called while a component is set up. */
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

  /** What another browser has changed meanwhile is fetched after a refusal. */
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
          // Gone already, by a try whose answer was lost or from another browser: that is what was wanted.
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
