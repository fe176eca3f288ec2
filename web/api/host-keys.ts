/** The signing keys of a region's hosts, managed by the region's administrator. */
import { z } from 'zod';

import { idSchema, instantSchema } from './common.ts';

const hostKeySchema = z
  .object({
    id: idSchema,
    issuer: z.string(),
    algorithm: z.enum(['HS256', 'RS256']),
    jwksUrl: z.string().nullable(),
    kid: z.string().nullable(),
    notBefore: instantSchema.nullable(),
    notAfter: instantSchema.nullable(),
    state: z.enum(['waiting', 'in-force', 'retired']),
    createdAt: instantSchema,
    uses: z
      .array(z.object({ kid: z.string(), firstAt: instantSchema, lastAt: instantSchema }))
      .meta({ description: 'First and last use of each key by `kid`, to the minute; `kid` may be empty for a shared secret.' }),
  })
  .meta({ id: 'HostKey' });
export type HostKeyAnswer = z.infer<typeof hostKeySchema>;
export const hostKeysAnswer = z.object({ items: z.array(hostKeySchema) });
export type HostKeys = z.infer<typeof hostKeysAnswer>;

const name = z.string().trim().min(1).max(200);
const times = { notBefore: instantSchema.nullable().default(null), notAfter: instantSchema.nullable().default(null) };

/** PUT /api/host-keys/{id}: the client chooses the id; secrets are never returned. */
export const hostKeyBody = z.discriminatedUnion('algorithm', [
  z.object({
    algorithm: z.literal('HS256'),
    issuer: name,
    kid: name.nullable().default(null),
    secret: z.string().min(32).max(500),
    ...times,
  }),
  z.object({ algorithm: z.literal('RS256'), issuer: name, jwksUrl: z.url({ protocol: /^https?$/ }).max(500), ...times }),
]);
export type HostKeyBody = z.input<typeof hostKeyBody>;
