/** Closures at short notice, and the places that are in their way. */
import type { Knex } from 'knex';

import { stopTaking } from './turn.ts';

export interface KeptClosure {
  id: string;
  centreId: string;
  /** Epoch milliseconds. */
  from: number;
  to: number;
  reason: string;
}

interface ClosureRow {
  id: string;
  centre_id: string;
  starts_at: Date;
  ends_at: Date;
  reason: string;
}

/** Most closures of a centre that are not over. */
export const mostClosures = 100;

/** Returns the closures of a centre that are not over, the next one first. */
export async function closuresOf(knex: Knex, centreId: string, now: number): Promise<KeptClosure[]> {
  const rows = await knex('slot_closures')
    .where({ centre_id: centreId })
    .where('ends_at', '>', new Date(now))
    .orderBy(['starts_at', 'id'])
    .limit(mostClosures)
    .select<ClosureRow[]>(...columns);
  return rows.map(closureOf);
}

const columns = ['id', 'centre_id', 'starts_at', 'ends_at', 'reason'] as const;
const closureOf = ({ id, centre_id, starts_at, ends_at, reason }: ClosureRow): KeptClosure => ({
  id,
  centreId: centre_id,
  from: starts_at.getTime(),
  to: ends_at.getTime(),
  reason,
});

/** Returns a closure; null when there is none with this id, or no more. */
export async function closureBy(knex: Knex, id: string): Promise<KeptClosure | null> {
  const row = await knex('slot_closures')
    .where({ id })
    .first<ClosureRow | undefined>(...columns);
  return row === undefined ? null : closureOf(row);
}

/**
 * Closes a centre for a time. From its commit on nobody takes a place there; holds of forms in that time are given back. Bookings stay.
 * Sent again with the same id, nothing changes.
 */
export async function closeTime(
  trx: Knex.Transaction,
  { id, centreId, from, to, reason }: KeptClosure,
  officerId: string,
): Promise<'closed' | 'known' | 'elsewhere' | 'too-many'> {
  await stopTaking(trx, centreId);
  const known = await trx('slot_closures').where({ id }).first<{ centre_id: string } | undefined>('centre_id');
  if (known !== undefined) return known.centre_id === centreId ? 'known' : 'elsewhere';
  if ((await closuresOf(trx, centreId, Date.now())).length >= mostClosures) return 'too-many';
  const times = { starts_at: new Date(from), ends_at: new Date(to) };
  await trx('slot_closures').insert({ id, centre_id: centreId, ...times, reason, created_by: officerId });
  await trx('slot_places')
    .where({ centre_id: centreId })
    .whereNull('case_id')
    .where('starts_at', '<', times.ends_at)
    .where('ends_at', '>', times.starts_at)
    .delete();
  return 'closed';
}

/** Opens the time of a closure again. @returns false when the centre has none with this id */
export const openTime = async (trx: Knex.Transaction, centreId: string, id: string): Promise<boolean> =>
  (await trx('slot_closures').where({ id, centre_id: centreId }).delete()) > 0;
