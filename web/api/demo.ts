import { z } from 'zod';

import { taxpayerRoles } from '../../domain/settings.ts';
import { idSchema, instantSchema, phoneSchema } from './common.ts';

/** VAT status of the demo bureau's taxpayers. */
const demoTaxpayerKinds = ['general', 'small-scale', 'natural-person'] as const;
export type DemoTaxpayerKind = (typeof demoTaxpayerKinds)[number];

/** The demo bureau takes the place of a real electronic tax bureau: it has its own taxpayers and signs their tokens. */
export const demoTaxpayersAnswer = z.object({
  taxpayers: z.array(
    z.object({
      id: z.string(),
      personName: z.string(),
      phone: z.string(),
      region: z.object({ id: z.string(), name: z.string() }),
      identities: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(['enterprise', 'natural-person']),
          role: z.enum(taxpayerRoles),
          companyName: z.string().nullable(),
          taxNumber: z.string().nullable(),
          taxpayerKind: z.enum(demoTaxpayerKinds),
        }),
      ),
    }),
  ),
});
export type DemoTaxpayer = z.infer<typeof demoTaxpayersAnswer>['taxpayers'][number];
/** One of the listed identities, or a simulated taxpayer by number. */
export const demoTokenBody = z.union([
  z.object({ taxpayerId: z.string(), identityId: z.string() }),
  z.object({ simulated: z.int().min(0).max(999_999) }),
]);
export const demoTokenAnswer = z.object({ token: z.string() });
/** GET /api/demo/phones: the telephones of the demo and their short messages. */
export const demoPhonesAnswer = z.object({
  phones: z.array(
    z.object({
      phone: z.string(),
      owner: z.string().nullable(),
      messages: z.array(z.object({ id: z.string(), body: z.string(), at: instantSchema })),
    }),
  ),
});

/** GET /api/demo/jwks: the public keys for the demo bureau's RS256 tokens (RFC 7517). */
export const demoJwksAnswer = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

/** POST /api/demo/sms-gateway/messages: the protocol of the plain HTTP gateway (docs/api/sms-gateway.md). */
export const demoGatewayBody = z.object({
  id: idSchema,
  phone: phoneSchema,
  template: z.string().min(1).max(100),
  parameters: z.record(z.string(), z.string()).default({}),
  receiptUrl: z.url(),
});
export const demoGatewayAnswer = z.object({ id: idSchema });
