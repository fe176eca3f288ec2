import type { Knex } from 'knex';

import type { BookedTime } from '../../domain/slots/touched.ts';

/** Place that a case has, as an administrator may see it: no contents, no person. */
export interface Booking extends BookedTime {
  caseId: string;
  number: string;
  typeId: string;
}

/** Most bookings that are looked at together. */
const mostBookings = 2_000;

/**
 * Returns the places of cases at a centre that overlap a time, in their order; no more than `mostBookings`.
 * @param from epoch milliseconds
 * @param to null for no end
 */
export async function bookingsDuring(knex: Knex, centreId: string, from: number, to: number | null): Promise<Booking[]> {
  const { rows } = await knex.raw<{
    rows: { pool: string; starts_at: Date; ends_at: Date; case_id: string; number: string; type_id: string }[];
  }>(
    `SELECT p.pool, p.starts_at, p.ends_at, p.case_id, c.number, p.type_id
     FROM slot_places p JOIN cases c ON c.id = p.case_id
     WHERE p.centre_id = :centreId AND p.ends_at > :from AND (:to::timestamptz IS NULL OR p.starts_at < :to)
     ORDER BY p.starts_at, p.place_no, p.id LIMIT :most`,
    { centreId, from: new Date(from), to: to === null ? null : new Date(to), most: mostBookings },
  );
  return rows.map(({ pool, starts_at, ends_at, case_id, number, type_id }) => ({
    pool,
    startsAt: starts_at.getTime(),
    endsAt: ends_at.getTime(),
    caseId: case_id,
    number,
    typeId: type_id,
  }));
}
