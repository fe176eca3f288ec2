import type { Knex } from 'knex';

import { prepared } from '../prepared.ts';

/**
 * Joins those who take places of a centre until commit. They do not wait for each other, but for an administrator who closes a time, and
 * the other way round: a closure is either seen by a grant, or sees it. Takings of one taxpayer are serialised, so that their limit by day
 * holds across centres. It is a separate statement, so that the following ones see what earlier holders committed.
 */
export const joinTaking = (trx: Knex.Transaction, centreId: string, identityId: string) =>
  prepared(
    trx,
    `SELECT pg_advisory_xact_lock_shared(hashtextextended('slots:' || :centreId, 0)),
       pg_advisory_xact_lock(hashtextextended('slots of:' || :identityId, 0))`,
    { centreId, identityId },
  );

/** Keeps everybody from taking places of a centre until commit. */
export const stopTaking = (trx: Knex.Transaction, centreId: string) =>
  prepared(trx, `SELECT pg_advisory_xact_lock(hashtextextended('slots:' || :centreId, 0))`, { centreId });

/** Condition on a place `p`: no closure touches its time. */
export const isNotClosed = `NOT EXISTS (
    SELECT FROM slot_closures c WHERE c.centre_id = p.centre_id AND c.starts_at < p.ends_at AND c.ends_at > p.starts_at)`;

/** Bookings of the taxpayer on the Shanghai day of the start `:startsAt`, without those of the case `:caseId`, which may be moved. */
export const bookedThatDay = (startsAt: string): string => `
  (SELECT count(*) FROM slot_places other
   WHERE other.identity_id = :identityId AND other.state = 'booked' AND other.case_id IS DISTINCT FROM :caseId::uuid
     AND other.starts_at >= date_trunc('day', ${startsAt}, 'Asia/Shanghai')
     AND other.starts_at < date_trunc('day', ${startsAt}, 'Asia/Shanghai') + interval '1 day')`;
