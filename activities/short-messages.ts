import { ApplicationFailure } from '@temporalio/activity';
import type { Knex } from 'knex';

import {
  leaseShortMessage,
  markFailed,
  markSent,
  releaseShortMessage,
  unsentShortMessages as unsent,
  type LeasedShortMessage,
} from '../db/short-messages.ts';
import { activityPulse, beating, type Pulse } from './pulse.ts';
import { gatewayDeadlineMs, HttpGateway } from './sms/http-gateway.ts';

/** Two requests at most per lease; the rest is for the database. */
const leaseMs = 2 * gatewayDeadlineMs + 5_000;

/** A third of the workflow's heartbeat timeout, in milliseconds. */
const beatMs = 3_000;

/** Unseals a gateway's stored secret for its region. */
export type OpenSecret = (regionId: string, stored: string) => string;

/**
 * Sends 短信, never twice (H4):
 *
 * 1. The notice's id is the idempotency key at the gateway; a gateway that knows the id sends nothing again.
 * 2. One attempt at a time holds the lease on the message's row. No connection and no lock is held during the call.
 * 3. Every attempt after the first asks the gateway whether it has the message before sending it again.
 * 4. A permanent refusal by the gateway (no such number, no such template) is not retried.
 */
export function createShortMessages(
  knex: Knex,
  { receiptUrl, openSecret }: { receiptUrl: string; openSecret: OpenSecret },
  pulse: Pulse = activityPulse,
) {
  /** Returns the ids of the case's unsent short messages, oldest first. */
  const unsentShortMessages = (caseId: string): Promise<string[]> => unsent(knex, caseId);

  /**
   * Sends one message, unless it was sent already.
   * @throws ApplicationFailure, retryable: `GatewayOutage` while the gateway is unavailable, `ShortMessageLeased` while another attempt
   * holds the lease
   */
  async function sendShortMessage(id: string): Promise<void> {
    const message = await leaseShortMessage(knex, id, leaseMs);
    if (message === 'settled') return;
    if (message === 'leased') throw ApplicationFailure.create({ type: 'ShortMessageLeased', message: 'another attempt is under way' });
    try {
      const outcome = await beating(pulse, beatMs, () => send(message));
      if (outcome === 'sent') await markSent(knex, message);
      else await markFailed(knex, id, outcome);
    } catch (error) {
      await releaseShortMessage(knex, message);
      throw error;
    }
  }

  /** @returns `sent`, or the reason why the message cannot be sent */
  async function send({ id, attempt, regionId, gateway, phone, kind, number }: LeasedShortMessage): Promise<string> {
    const template = gateway?.templates[kind];
    if (!gateway) return 'no-gateway';
    if (phone === null) return 'no-phone';
    if (template === undefined) return 'no-template';
    const adapter = new HttpGateway(gateway.url, openSecret(regionId, gateway.secret), pulse.cancelled());
    if (attempt > 1 && (await adapter.knows(id))) return 'sent';
    return await adapter.send({ id, phone, template, parameters: { number }, receiptUrl });
  }

  /** Records that a message was given up after a day of attempts. */
  const abandonShortMessage = (id: string): Promise<void> => markFailed(knex, id, 'gave-up');

  /** Sends all unsent messages of a case in sequence. For workflows that began before each message had its own activity. */
  async function sendShortMessages(caseId: string): Promise<number> {
    const ids = await unsentShortMessages(caseId);
    for (const id of ids) await sendShortMessage(id);
    return ids.length;
  }

  /** Gives up all unsent messages of such a case. */
  async function abandonShortMessages(caseId: string): Promise<void> {
    for (const id of await unsentShortMessages(caseId)) await abandonShortMessage(id);
  }

  return { unsentShortMessages, sendShortMessage, abandonShortMessage, sendShortMessages, abandonShortMessages };
}
