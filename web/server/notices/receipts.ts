/** Delivery receipts of short messages, from a region's gateway; docs/api/sms-gateway.md describes the signature. */
import { createHmac, timingSafeEqual } from 'node:crypto';

import { recordReceipt, regionOfShortMessage } from '../../../db/notices.ts';
import { smsReceiptBody } from '../../api/notices.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { openedGateway } from '../settings/secrets.ts';

const receipt = defineRoute({
  method: 'post',
  path: '/api/sms/receipts',
  tag: 'Short messages',
  summary:
    'Receive the delivery receipt of a short message; X-Signature is "sha256=" and the hex HMAC-SHA256 of the body with the gateway’s secret',
  access: 'public',
  body: smsReceiptBody,
  answers: { 204: null },
  faults: ['not-allowed'],
  handler: async ({ body, ctx }, { knex, secrets }) => {
    const regionId = await regionOfShortMessage(knex, body.id);
    const gateway = regionId === undefined ? null : await openedGateway(knex, secrets, regionId);
    // An unknown message and a wrong signature get the same answer, so that ids cannot be probed.
    if (!gateway || !isSigned(gateway.secret, ctx.request.rawBody, ctx.get('x-signature'))) throw new Fault('not-allowed');
    await recordReceipt(knex, body.id, { status: body.status, at: new Date(body.at), reason: body.reason });
    return { status: 204, body: null };
  },
});

/** Computes the X-Signature of a body. */
export const signatureOf = (secret: string, body: string): string => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

function isSigned(secret: string, body: string | undefined, signature: string): boolean {
  const expected = Buffer.from(signatureOf(secret, body ?? ''));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

export const smsRoutes = [receipt];
