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

/** Two requests at most are made under one lease; what remains is for the database and the way to it. */
const leaseMs = 2 * gatewayDeadlineMs + 5_000;

/** A third of the heartbeat timeout that the workflow gives. */
const beatMs = 3_000;

/** A gateway's secret, as its region has it stored, in the clear. */
export type OpenSecret = (regionId: string, stored: string) => string;

/**
 * 短信, never twice (H4):
 *
 * 1. A message goes to the gateway under the notice's id; a gateway that knows the id sends nothing again.
 * 2. One attempt at a time has the lease of the message's row. No connection and no lock is held during the call.
 * 3. On every attempt but the first the gateway is asked whether it has the message, before it is sent again.
 * 4. What a gateway refuses for good (no such number, no such template) is not tried again.
 */
export function createShortMessages(
  knex: Knex,
  { receiptUrl, openSecret }: { receiptUrl: string; openSecret: OpenSecret },
  pulse: Pulse = activityPulse,
) {
  /** The ids of what the case owes, the oldest first. */
  const unsentShortMessages = (caseId: string): Promise<string[]> => unsent(knex, caseId);

  /**
   * Sends one message, unless that is done already.
   * @throws ApplicationFailure, retryable: `GatewayOutage` while the gateway cannot be reached, `ShortMessageLeased` while another
   *   attempt has the lease
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

  /** @returns `sent`, or why the message cannot go out */
  async function send({ id, attempt, regionId, gateway, phone, kind, number }: LeasedShortMessage): Promise<string> {
    const template = gateway?.templates[kind];
    if (!gateway) return 'no-gateway';
    if (phone === null) return 'no-phone';
    if (template === undefined) return 'no-template';
    const adapter = new HttpGateway(gateway.url, openSecret(regionId, gateway.secret), pulse.cancelled());
    if (attempt > 1 && (await adapter.knows(id))) return 'sent';
    return await adapter.send({ id, phone, template, parameters: { number }, receiptUrl });
  }

  /** Writes down that a day of trying came to nothing. */
  const abandonShortMessage = (id: string): Promise<void> => markFailed(knex, id, 'gave-up');

  /** For cases that began before each message had an activity of its own: all that the case owes, one after the other. */
  async function sendShortMessages(caseId: string): Promise<number> {
    const ids = await unsentShortMessages(caseId);
    for (const id of ids) await sendShortMessage(id);
    return ids.length;
  }

  /** For the same cases. */
  async function abandonShortMessages(caseId: string): Promise<void> {
    for (const id of await unsentShortMessages(caseId)) await abandonShortMessage(id);
  }

  return { unsentShortMessages, sendShortMessage, abandonShortMessage, sendShortMessages, abandonShortMessages };
}
