/**
 * Outbox of short messages: rows of `notices` on the channel `sms`.
 *
 * 1. A message is sent under a lease: until `sending_until` only one attempt may send it. No transaction or row lock is held meanwhile. A
 *    lease that is not released expires.
 * 2. `attempts` is the fencing token of the lease: an attempt that lost the lease can no longer write an outcome.
 * 3. The gateway's receipt may arrive before its response to the call; `delivered` is final.
 */
import type { Knex } from 'knex';

import type { Settings } from '../domain/settings.ts';

/** Message that this attempt may send until its lease ends. */
export interface LeasedShortMessage {
  id: string;
  /** Number of the attempt, from 1. */
  attempt: number;
  kind: string;
  number: string;
  phone: string | null;
  regionId: string;
  /** Settings as stored, with the sealed secret. */
  gateway: Settings['sms.gateway'];
}

/** Returns the ids of the case's unsent short messages, oldest first. */
export async function unsentShortMessages(knex: Knex, caseId: string): Promise<string[]> {
  return await knex('notices')
    .where({ case_id: caseId, channel: 'sms' })
    .whereIn('status', ['pending', 'sending'])
    .orderBy(['created_at', 'version', 'id'])
    .pluck<string[]>('id');
}

/**
 * Leases a message and records that it is about to be sent.
 * @param leaseMs duration of the lease in milliseconds
 * @returns `settled` when there is nothing left to send, `leased` when another attempt holds the lease
 */
export async function leaseShortMessage(knex: Knex, id: string, leaseMs: number): Promise<LeasedShortMessage | 'settled' | 'leased'> {
  const { rows } = await knex.raw<{ rows: LeasedShortMessage[] }>(
    `WITH leased AS (
       UPDATE notices SET status = 'sending', attempts = attempts + 1, sending_until = now() + make_interval(secs => :leaseMs / 1000.0)
       WHERE id = :id AND channel = 'sms' AND status IN ('pending', 'sending') AND (sending_until IS NULL OR sending_until <= now())
       RETURNING id, case_id, kind, attempts)
     SELECT n.id, n.attempts AS attempt, n.kind, c.number, c.region_id AS "regionId", f.phone, s.value AS gateway
     FROM leased n
     JOIN cases c ON c.id = n.case_id
     LEFT JOIN case_forms f ON f.case_id = c.id
     LEFT JOIN settings s ON s.scope = 'region' AND s.scope_id = c.region_id AND s.key = 'sms.gateway'`,
    { id, leaseMs },
  );
  if (rows[0]) return rows[0];
  const unsent = await knex('notices')
    .where({ id, channel: 'sms' })
    .whereIn('status', ['pending', 'sending'])
    .first<{ id: string } | undefined>('id');
  return unsent ? 'leased' : 'settled';
}

/** Records that the gateway has the message; does nothing after the lease was lost. */
export async function markSent(knex: Knex, { id, attempt }: LeasedShortMessage): Promise<void> {
  await knex('notices')
    .where({ id, status: 'sending', attempts: attempt })
    .update({ status: 'sent', sent_at: knex.fn.now(), sending_until: null });
}

/** Releases a lease, so that the next attempt can start at once. */
export async function releaseShortMessage(knex: Knex, { id, attempt }: LeasedShortMessage): Promise<void> {
  await knex('notices').where({ id, status: 'sending', attempts: attempt }).update({ sending_until: null });
}

/** Records why a message will not be sent. A message that was sent stays unchanged. */
export async function markFailed(knex: Knex, id: string, failure: string): Promise<void> {
  await knex('notices')
    .where({ id, channel: 'sms' })
    .whereIn('status', ['pending', 'sending'])
    .update({ status: 'failed', failure, sending_until: null });
}
