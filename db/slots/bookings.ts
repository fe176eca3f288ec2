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

/** Booking of a case that a closure touches: its time, and whose it is. */
export interface TouchedBooking {
  centreId: string;
  typeId: string;
  identityId: string;
  /** Epoch milliseconds. */
  startsAt: number;
}

/** Returns the first place of a case that overlaps a time; null when it has none there any more. */
export async function bookingOfCase(
  knex: Knex,
  caseId: string,
  { centreId, from, to }: { centreId: string; from: number; to: number },
): Promise<TouchedBooking | null> {
  const row = await knex('slot_places')
    .where({ case_id: caseId, centre_id: centreId })
    .where('starts_at', '<', new Date(to))
    .where('ends_at', '>', new Date(from))
    .orderBy('starts_at')
    .first<{ type_id: string; identity_id: string; starts_at: Date } | undefined>('type_id', 'identity_id', 'starts_at');
  return row === undefined ? null : { centreId, typeId: row.type_id, identityId: row.identity_id, startsAt: row.starts_at.getTime() };
}
