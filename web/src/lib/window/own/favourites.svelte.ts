/** Ids of the answers that the taxpayer has kept (我的收藏), so that answers in the chat show it. */
import { SvelteSet } from 'svelte/reactivity';
import type { FavouriteIds } from '../../../../api/favourites.ts';
import { problemOf } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import { t } from '#lib/i18n.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';

const kept = new SvelteSet<string>();
let owner: string | undefined;

/** Loads them for a taxpayer, once. What fails is loaded again with the next page. */
export const loadFavourites = (identityId: string): void => {
  if (owner === identityId) return;
  owner = identityId;
  kept.clear();
  request<FavouriteIds>('/api/favourites/ids').then(
    ({ ids }) => {
      if (owner === identityId) for (const id of ids) kept.add(id);
    },
    () => {
      owner = undefined;
    },
  );
};

export const isFavourite = (entryId: string): boolean => kept.has(entryId);

/** Keeps the answer, or removes it when it is kept. @returns true when it is done */
export const toggleFavourite = async ({ entryId, version }: { readonly entryId: string; readonly version: number }): Promise<boolean> => {
  const path = `/api/favourites/${encodeURIComponent(entryId)}`;
  try {
    if (kept.has(entryId)) {
      await request(path, { method: 'DELETE' });
      kept.delete(entryId);
      toast(t('knowledge:favourites.removed'), 'good');
    } else {
      await request(path, { method: 'PUT', body: { version } });
      kept.add(entryId);
      toast(t('knowledge:favourites.kept'), 'good', '/window/favourites');
    }
    return true;
  } catch (error) {
    toast(problemOf(error).message, 'bad');
    return false;
  }
};
