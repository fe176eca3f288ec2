import type { Knex } from 'knex';

import { markFailed, markSending, sendExclusively, unsentShortMessages, type UnsentShortMessage } from '../db/short-messages.ts';
import { HttpGateway } from './sms/http-gateway.ts';

/**
 * 短信, never twice (H4):
 * 1. A message goes to the gateway under the notice's id; a gateway that knows the id sends nothing again.
 * 2. That it is about to be sent is written down first. On another attempt the gateway is asked whether it has it. Attempts never
 *    overlap: the row is locked while one is under way.
 * 3. What a gateway refuses for good (no such number, no such template) is not tried again.
 */
export function createShortMessages(knex: Knex, receiptUrl: string) {
  /** Sends what the case owes; throws while the gateway cannot be reached, so that Temporal tries again. */
  async function sendShortMessages(caseId: string): Promise<number> {
    const unsent = await unsentShortMessages(knex, caseId);
    for (const message of unsent) await sendOne(message);
    return unsent.length;
  }

  async function sendOne(message: UnsentShortMessage): Promise<void> {
    const { id, gateway, phone, kind, number } = message;
    const template = gateway?.templates[kind];
    if (!gateway || template === undefined || phone === null) {
      await markFailed(knex, id, gateway ? (phone === null ? 'no-phone' : 'no-template') : 'no-gateway');
      return;
    }
    const adapter = new HttpGateway(gateway.url, gateway.secret);
    await markSending(knex, id);
    await sendExclusively(knex, id, async (triedBefore) => {
      if (triedBefore && (await adapter.knows(id))) return 'sent';
      return await adapter.send({ id, phone, template, parameters: { number }, receiptUrl });
    });
  }

  /** Writes down that a day of trying came to nothing. */
  async function abandonShortMessages(caseId: string): Promise<void> {
    for (const { id } of await unsentShortMessages(knex, caseId)) await markFailed(knex, id, 'gave-up');
  }

  return { sendShortMessages, abandonShortMessages };
}
