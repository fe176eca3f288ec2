/** 我的收藏 (B8). */
import { z } from 'zod';

import { favouriteIds, favouritesOf, keepFavourite, removeFavourite } from '../../../db/knowledge/favourites.ts';
import { mostFavourites } from '../../../domain/favourites.ts';
import type { TaxpayerViewer } from '../../../domain/policies.ts';
import { favouriteBody, favouriteIdsAnswer, favouritesAnswer, favouritesQuery } from '../../api/favourites.ts';
import { entryIdSchema } from '../../api/knowledge-editing.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

const shared = { tag: 'Favourites', access: 'taxpayer' } as const;
const path = '/api/favourites/{entryId}';
const params = z.object({ entryId: entryIdSchema });
const ownerOf = ({ id, regionId }: TaxpayerViewer) => ({ identityId: id, regionId });

const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/favourites',
  summary: 'Kept answers as they are told today, the last kept first',
  limit: 'read',
  query: favouritesQuery,
  answers: { 200: favouritesAnswer },
  handler: async ({ viewer, query: { q, page, size } }, { knex }) => {
    const { rows, total } = await favouritesOf(knex, ownerOf(viewer), q, { page, size });
    return { status: 200, body: { items: rows.map((row) => ({ ...row, keptAt: row.keptAt.toISOString() })), total, page, size } };
  },
});

const ids = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/favourites/ids',
  summary: 'Ids of all kept answers',
  limit: 'read',
  answers: { 200: favouriteIdsAnswer },
  handler: async ({ viewer }, { knex }) => ({ status: 200, body: { ids: await favouriteIds(knex, viewer.id) } }),
});

const keep = defineRoute({
  ...shared,
  method: 'put',
  path,
  summary: 'Keep an answer in a version that was told; repeating the request changes nothing',
  limit: 'command',
  params,
  body: favouriteBody,
  answers: { 204: null },
  faults: ['not-found', 'favourites-too-many'],
  handler: async ({ viewer, params: { entryId }, body: { version } }, { knex }) => {
    switch (await keepFavourite(knex, ownerOf(viewer), { entryId, version })) {
      case 'unknown':
        throw new Fault('not-found');
      case 'too-many':
        throw new Fault('favourites-too-many', { details: { limit: String(mostFavourites) } });
      case 'kept':
        return { status: 204, body: null };
    }
  },
});

const remove = defineRoute({
  ...shared,
  method: 'delete',
  path,
  summary: 'Remove a kept answer; has no effect when it is not kept',
  limit: 'command',
  params,
  answers: { 204: null },
  handler: async ({ viewer, params: { entryId } }, { knex }) => {
    await removeFavourite(knex, viewer.id, entryId);
    return { status: 204, body: null };
  },
});

export const favouriteRoutes = [list, ids, keep, remove];
