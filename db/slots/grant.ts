/** Places of cases. Both statements run in the transaction that writes the projection, and may run twice. */
import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';
import { bookedThatDay, isNotClosed, joinTaking } from './turn.ts';

export interface PlaceGrant {
  placeId: string;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
}

export interface GrantRequest {
  caseId: string;
  placeId: string;
  centreId: string;
  /** Taxpayer of the case; the place must be held for them. */
  identityId: string;
  /** `held` for a case that only proposes the place (an invitation); it counts against no limit by day. */
  as?: 'held' | 'booked';
}

/**
 * Makes a held place the case's: a hold that has not expired, or a place that another case of the same taxpayer proposes. Nobody can take
 * it in between, because the row stays. A place that the case has already is granted again.
 * @returns null when the place is lost: expired, taken by another case, closed since, or beyond the taxpayer's limit of that day
 */
export async function grantPlace(trx: Knex.Transaction, request: GrantRequest): Promise<PlaceGrant | null> {
  const { caseId, placeId, centreId, identityId, as = 'booked' } = request;
  await joinTaking(trx, centreId, identityId);
  const { rows } = await prepared<{ starts_at: Date; ends_at: Date }>(
    trx,
    `UPDATE slot_places p SET state = :as, case_id = :caseId, held_until = NULL
     WHERE p.id = :placeId AND p.centre_id = :centreId AND p.identity_id = :identityId
       AND (p.case_id = :caseId AND p.state = :as
         OR p.state = 'held' AND (p.case_id IS NOT NULL OR p.held_until > now())
           AND ${isNotClosed}
           AND (:as = 'held' OR ${bookedThatDay('p.starts_at')} < p.day_limit))
     RETURNING p.starts_at, p.ends_at`,
    { caseId, placeId, centreId, identityId, as },
  );
  const [row] = rows;
  return row === undefined ? null : { placeId, startsAt: row.starts_at.getTime(), endsAt: row.ends_at.getTime() };
}

/**
 * Gives back all places of a case but these: after a move, a cancellation, an end. Those who look at the centre's slots are told at commit.
 * @returns number of places given back
 */
export async function keepPlaces(trx: Knex.Transaction, caseId: string, keep: readonly string[]): Promise<number> {
  const { rows } = await prepared<{ count: number }>(
    trx,
    `WITH gone AS (DELETE FROM slot_places WHERE case_id = :caseId AND NOT id = ANY(:keep) RETURNING centre_id),
     told AS (
       SELECT pg_notify('live', json_build_object('type', 'slots', 'centres', json_agg(DISTINCT centre_id))::text) FROM gone
       HAVING count(*) > 0)
     SELECT (SELECT count(*)::int FROM gone) AS count, (SELECT count(*) FROM told) AS told`,
    { caseId, keep: [...keep] },
  );
  return rows[0]?.count ?? 0;
}
