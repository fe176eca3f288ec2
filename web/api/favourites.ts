/** 我的收藏 (B8): answers that a taxpayer has kept. */
import { z } from 'zod';

import { mostFavourites } from '../../domain/favourites.ts';
import { instantSchema, pageOf, pageQuery } from './common.ts';

/** GET /api/favourites */
export const favouritesQuery = z.object({ q: z.string().trim().max(100).default(''), ...pageQuery });
const favouriteSchema = z
  .object({
    entryId: z.string(),
    version: z.int().meta({ description: 'Version that was kept.' }),
    shownVersion: z.int().meta({ description: 'Version of the text: the one that is told today, else the kept one.' }),
    keptAt: instantSchema,
    topic: z.string(),
    question: z.string(),
    answer: z.string().meta({ description: 'Markdown' }),
    counterOnly: z.boolean(),
    sources: z.array(z.object({ title: z.string(), number: z.string().nullable(), date: z.string().nullable() })),
    told: z.boolean().meta({ description: 'False when the entry is not answered any more.' }),
  })
  .meta({ id: 'Favourite' });
export const favouritesAnswer = pageOf(favouriteSchema);
export type Favourites = z.infer<typeof favouritesAnswer>;

/** GET /api/favourites/ids */
export const favouriteIdsAnswer = z.object({ ids: z.array(z.string()).max(mostFavourites) });
export type FavouriteIds = z.infer<typeof favouriteIdsAnswer>;

/** PUT /api/favourites/{entryId} */
export const favouriteBody = z.object({ version: z.int().min(1).max(2_147_483_647) });
