import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/** Place as the form names it: for which centre and type it is held. */
interface NamedPlace {
  centreId: string;
  typeId: string;
  /** Epoch milliseconds. */
  startsAt: number;
}

/** Returns a place that this taxpayer holds, or that one of their cases has; undefined when there is none. */
export async function placeOfTaxpayer(knex: Knex, identityId: string, placeId: string): Promise<NamedPlace | undefined> {
  const { rows } = await prepared<{ centreId: string; typeId: string; startsAt: Date }>(
    knex,
    `SELECT centre_id AS "centreId", type_id AS "typeId", starts_at AS "startsAt" FROM slot_places
     WHERE id = :placeId AND identity_id = :identityId AND (case_id IS NOT NULL OR held_until > now())`,
    { placeId, identityId },
  );
  const [row] = rows;
  return row && { ...row, startsAt: row.startsAt.getTime() };
}

/** Returns the first active type of a region for cases of a kind; undefined when it has none. */
export async function firstTypeOf(knex: Knex, regionId: string, kind: string): Promise<string | undefined> {
  const { rows } = await prepared<{ id: string }>(
    knex,
    `SELECT id FROM case_types WHERE region_id = :regionId AND kind = :kind AND active ORDER BY position, id LIMIT 1`,
    { regionId, kind },
  );
  return rows[0]?.id;
}
