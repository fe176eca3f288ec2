/** 快捷入口 (A8): links of a region, and taxpayers' own choice of them. */
import type { Knex } from 'knex';

import type { Audience } from '../domain/knowledge.ts';

export interface OfferedLink {
  id: string;
  name: string;
  nameEn: string;
  href: string;
  audience: Audience[];
}

/** Returns the links of a region in their order, with their version. */
export async function offeredLinks(knex: Knex, regionId: string): Promise<{ version: number; links: OfferedLink[] }> {
  const [row, links] = await Promise.all([
    knex('quick_link_versions').where({ region_id: regionId }).first<{ version: number } | undefined>('version'),
    knex('quick_links')
      .where({ region_id: regionId })
      .orderBy('position')
      .select<OfferedLink[]>('id', 'name', 'name_en AS nameEn', 'href', 'audience'),
  ]);
  return { version: row?.version ?? 0, links };
}

/**
 * Replaces the links of a region.
 * @param version the one that was read
 * @returns the next version; null when somebody else has changed them since
 */
export async function offerLinks(
  trx: Knex.Transaction,
  regionId: string,
  version: number,
  links: readonly OfferedLink[],
): Promise<number | null> {
  const { rows } = await trx.raw<{ rows: { version: number }[] }>(
    `INSERT INTO quick_link_versions (region_id, version) SELECT :regionId, 1 WHERE :version = 0
     ON CONFLICT (region_id) DO NOTHING RETURNING version`,
    { regionId, version },
  );
  const changed =
    rows.length > 0
      ? 1
      : await trx('quick_link_versions').where({ region_id: regionId, version }).whereNot({ version: 0 }).increment('version');
  if (changed === 0) return null;
  await trx('quick_links').where({ region_id: regionId }).delete();
  if (links.length > 0)
    await trx('quick_links').insert(
      links.map(({ id, name, nameEn, href, audience }, position) => ({
        region_id: regionId,
        id,
        name,
        name_en: nameEn,
        href,
        audience,
        position,
      })),
    );
  return version + 1;
}

/** Returns a taxpayer's own choice; null while they have made none. */
export async function chosenLinks(knex: Knex, identityId: string): Promise<string[] | null> {
  const row = await knex('own_quick_links').where({ identity_id: identityId }).first<{ link_ids: string[] } | undefined>('link_ids');
  return row?.link_ids ?? null;
}

/** Stores a taxpayer's own choice; null removes it. */
export async function chooseLinks(knex: Knex, identityId: string, ids: readonly string[] | null): Promise<void> {
  if (ids === null) await knex('own_quick_links').where({ identity_id: identityId }).delete();
  else
    await knex('own_quick_links')
      .insert({ identity_id: identityId, link_ids: [...ids] })
      .onConflict('identity_id')
      .merge();
}
