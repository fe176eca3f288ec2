import { z } from 'zod';

import { taxpayerRoles } from '../../domain/settings.ts';
import { instantSchema } from './common.ts';

/** The demo bureau stands where a real electronic tax bureau would: it knows its own taxpayers and signs their tokens. */
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
          taxpayerKind: z.string(),
        }),
      ),
    }),
  ),
});
export type DemoTaxpayer = z.infer<typeof demoTaxpayersAnswer>['taxpayers'][number];
export const demoTokenBody = z.object({ taxpayerId: z.string(), identityId: z.string() });
export const demoTokenAnswer = z.object({ token: z.string() });
/** GET /api/demo/phones: the demo telephone. */
export const demoPhonesAnswer = z.object({
  phones: z.array(z.object({ phone: z.string(), owner: z.string().nullable(), messages: z.array(z.object({ id: z.string(), body: z.string(), at: instantSchema })) })),
});
