/** 我的收藏 (B8): answers that a taxpayer has kept. */
import type { Knex } from 'knex';

import { mostFavourites } from '../../domain/favourites.ts';
import { searchFor } from '../search.ts';

/** Owner of the favourites, and the region whose knowledge presents them. */
export interface FavouriteOwner {
  identityId: string;
  regionId: string;
}

export interface FavouriteRow {
  entryId: string;
  /** Version that was kept. */
  version: number;
  keptAt: Date;
  /** Version whose text this is: the one that is told today, else the kept one. */
  shownVersion: number;
  topic: string;
  question: string;
  /** Markdown */
  answer: string;
  counterOnly: boolean;
  sources: { title: string; number: string | null; date: string | null }[];
  /** False when the entry is not answered any more. */
  told: boolean;
}

/** Present content of each kept entry; the kept content where the entry is no longer told. */
const kept = `
  SELECT f.entry_id AS "entryId", f.version, f.kept_at AS "keptAt", coalesce(e.version, f.version) AS "shownVersion",
    coalesce(e.topic, v.content->>'topic') AS topic, coalesce(e.question, v.content->>'question') AS question,
    coalesce(e.answer, v.content->>'answer') AS answer, coalesce(e.counter_only, (v.content->>'counterOnly')::bool) AS "counterOnly",
    coalesce(e.sources, v.content->'sources') AS sources, e.id IS NOT NULL AS told
  FROM favourites f
  JOIN knowledge_entry_versions v ON v.region_id = :regionId AND v.entry_id = f.entry_id AND v.version = f.version
  LEFT JOIN knowledge_entries e ON e.region_id = :regionId AND e.id = f.entry_id AND e.status = 'published'
    AND (now() AT TIME ZONE 'Asia/Shanghai')::date
      BETWEEN coalesce(e.valid_from, '-infinity') AND coalesce(e.valid_to, 'infinity')
  WHERE f.identity_id = :identityId`;

/**
 * Returns a page of the favourites, the last kept first.
 * @param q words of the question, the topic or the answer; all when empty
 */
export async function favouritesOf(
  knex: Knex,
  owner: FavouriteOwner,
  q: string,
  { page, size }: { page: number; size: number },
): Promise<{ rows: FavouriteRow[]; total: number }> {
  const search = q === '' ? null : searchFor(q);
  const { rows } = await knex.raw<{ rows: (FavouriteRow & { total: number })[] }>(
    `SELECT *, count(*) OVER ()::int AS total FROM (${kept}) kept
     WHERE ${search?.holds(`fold(concat_ws(' ', question, topic, answer))`) ?? 'true'}
     ORDER BY "keptAt" DESC, "entryId" LIMIT :size OFFSET :offset`,
    { ...owner, size, offset: (page - 1) * size, ...search?.bindings },
  );
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** Returns the ids of all favourites, for marking answers that are kept already. */
export const favouriteIds = (knex: Knex, identityId: string): Promise<string[]> =>
  knex('favourites').where({ identity_id: identityId }).orderBy('kept_at', 'desc').limit(mostFavourites).pluck<string[]>('entry_id');

/**
 * Keeps an answer; keeping it again takes the other version. Concurrent calls for one person wait for each other, so that the limit holds.
 * @returns `unknown` when the region has never published such a version
 */
export async function keepFavourite(
  knex: Knex,
  { identityId, regionId }: FavouriteOwner,
  { entryId, version }: { entryId: string; version: number },
): Promise<'kept' | 'unknown' | 'too-many'> {
  return await knex.transaction(async (trx) => {
    await trx('identities').where({ id: identityId }).forNoKeyUpdate().select('id');
    const published = await trx('knowledge_entry_versions')
      .where({ region_id: regionId, entry_id: entryId, version, status: 'published' })
      .first<object | undefined>('version');
    if (published === undefined) return 'unknown';
    const own = await trx('favourites').where({ identity_id: identityId }).whereNot({ entry_id: entryId }).count<{ count: string }[]>();
    if (Number(own[0]?.count) >= mostFavourites) return 'too-many';
    await trx('favourites').insert({ identity_id: identityId, entry_id: entryId, version }).onConflict(['identity_id', 'entry_id']).merge();
    return 'kept';
  });
}

/** Removes a favourite; has no effect when there is none. */
export const removeFavourite = async (knex: Knex, identityId: string, entryId: string): Promise<void> => {
  await knex('favourites').where({ identity_id: identityId, entry_id: entryId }).delete();
};
