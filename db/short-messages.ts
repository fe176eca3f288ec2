/**
 * The outbox of short messages: rows of `notices` on the channel `sms`.
 *
 * 1. A message is sent under a lease: `sending_until` says until when one attempt alone may send it. No transaction or row lock is held
 *    meanwhile. A lease that its holder did not give back ends by itself.
 * 2. `attempts` is the lease's fencing token: whoever lost the lease can no longer write what became of the message.
 * 3. A receipt of the gateway may come before the answer to the call: `delivered` stays.
 */
import type { Knex } from 'knex';

import type { Settings } from '../domain/settings.ts';

/** A message that this attempt alone may send until the lease ends. */
export interface LeasedShortMessage {
  id: string;
  /** Which attempt it is, from 1. */
  attempt: number;
  kind: string;
  number: string;
  phone: string | null;
  regionId: string;
  /** As it is stored: its secret is sealed. */
  gateway: Settings['sms.gateway'];
}

/** The ids of what a case still owes by 短信, the oldest first. */
export async function unsentShortMessages(knex: Knex, caseId: string): Promise<string[]> {
  return await knex('notices')
    .where({ case_id: caseId, channel: 'sms' })
    .whereIn('status', ['pending', 'sending'])
    .orderBy(['created_at', 'version', 'id'])
    .pluck<string[]>('id');
}

/**
 * Takes the lease of a message, and writes down that it is about to be sent.
 * @param leaseMs how long the attempt may take
 * @returns `settled` when there is nothing left to send, `leased` when another attempt has the lease
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

/** Writes down that the gateway has the message; nothing when the lease is another's by now. */
export async function markSent(knex: Knex, { id, attempt }: LeasedShortMessage): Promise<void> {
  await knex('notices')
    .where({ id, status: 'sending', attempts: attempt })
    .update({ status: 'sent', sent_at: knex.fn.now(), sending_until: null });
}

/** Gives a lease back, for the next attempt to take at once. */
export async function releaseShortMessage(knex: Knex, { id, attempt }: LeasedShortMessage): Promise<void> {
  await knex('notices').where({ id, status: 'sending', attempts: attempt }).update({ sending_until: null });
}

/** Writes down why a message will not go out. One that went out stays as it is. */
export async function markFailed(knex: Knex, id: string, failure: string): Promise<void> {
  await knex('notices')
    .where({ id, channel: 'sms' })
    .whereIn('status', ['pending', 'sending'])
    .update({ status: 'failed', failure, sending_until: null });
}
