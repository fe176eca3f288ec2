import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/** Missed appointment that counts for the suspension of booking. */
interface Miss {
  id: string;
  number: string;
  /** Epoch milliseconds. */
  startsAt: number;
  missedAt: number;
  /** True while it can be appealed against. */
  appealable: boolean;
}

/** Most misses that are looked at; a rule never needs more. */
const mostMisses = 50;

/** Returns the missed appointments of an identity since an instant, newest first, without those that were lifted. */
export async function missesOf(knex: Knex, identityId: string, since: Date): Promise<Miss[]> {
  const { rows } = await prepared<Omit<Miss, 'missedAt'> & { missedAt: Date }>(
    knex,
    `SELECT id, number, (state ->> 'startsAt')::float8 AS "startsAt", closed_at AS "missedAt",
       state ->> 'appeal' IS NULL AND jsonb_typeof(state -> 'clock') = 'object' AS appealable
     FROM cases
     WHERE identity_id = :identityId AND kind = 'appointment' AND status = 'missed' AND closed_at > :since
       AND state ->> 'appeal' IS DISTINCT FROM 'lifted'
     ORDER BY closed_at DESC LIMIT :most`,
    { identityId, since, most: mostMisses },
  );
  return rows.map((row) => ({ ...row, missedAt: row.missedAt.getTime() }));
}
