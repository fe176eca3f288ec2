import type { Knex } from 'knex';

import type { InvitationState } from '../../domain/invitation/invitation.ts';
import type { AppointmentDefinition } from '../../domain/slots/definition.ts';
import { prepared } from '../prepared.ts';
import { bookedThatDay, isNotClosed } from '../slots/turn.ts';

/** Facts for the page of an invitation beyond its state. */
export interface InvitationGround {
  categories: AppointmentDefinition['categories'];
  /** Open appointments of the same taxpayer, type and matter. */
  others: readonly { id: string; number: string; startsAt: number }[];
}

export async function invitationGround(
  knex: Knex,
  { identityId, typeId, typeVersion, category }: InvitationState,
): Promise<InvitationGround> {
  const { rows } = await prepared<InvitationGround>(
    knex,
    `SELECT
       (SELECT definition -> 'categories' FROM type_versions WHERE type_id = :typeId AND version = :typeVersion) AS categories,
       (SELECT coalesce(json_agg(json_build_object('id', id, 'number', number, 'startsAt', (state ->> 'startsAt')::float8)), '[]') FROM (
         SELECT id, number, state FROM cases
         WHERE identity_id = :identityId AND kind = 'appointment' AND type_id = :typeId AND closed_at IS NULL
           AND state ->> 'category' = :category
         ORDER BY opened_at LIMIT 5) open) AS others`,
    { identityId, typeId, typeVersion, category },
  );
  const [row] = rows;
  if (row === undefined) throw new Error('no row');
  return row;
}

/** True when an invitation's place can become an appointment, by the conditions under which it will be granted. */
export async function isBookable(
  knex: Knex,
  { id: caseId, identityId }: Pick<InvitationState, 'id' | 'identityId'>,
  placeId: string,
): Promise<boolean> {
  const { rows } = await prepared(
    knex,
    `SELECT FROM slot_places p
     WHERE p.id = :placeId AND p.case_id = :caseId AND p.state = 'held'
       AND ${isNotClosed} AND ${bookedThatDay('p.starts_at')} < p.day_limit`,
    { caseId, identityId, placeId },
  );
  return rows.length > 0;
}
