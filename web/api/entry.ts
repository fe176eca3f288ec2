import { z } from 'zod';

import { taxpayerRoles } from '../../domain/settings.ts';
import { idSchema, instantSchema, textLimits, uploadLimitsSchema } from './common.ts';

/** POST /api/entry: exchanges the host page's token for a short-lived access token (A2). */
export const entryBody = z.object({ token: z.string().min(1).max(8_192) });

const identitySchema = z
  .object({
    id: idSchema,
    kind: z.enum(['enterprise', 'natural-person']),
    role: z.enum(taxpayerRoles),
    personName: z.string(),
    companyName: z.string().nullable(),
    taxNumber: z.string().nullable(),
    phone: z.string().nullable(),
  })
  .meta({ id: 'Identity' });
export type Identity = z.infer<typeof identitySchema>;

export const entryAnswer = z.object({
  accessToken: z.string(),
  expiresAt: instantSchema,
  identity: identitySchema,
  region: z.object({ id: z.string(), name: z.string() }),
});
export type Entry = z.infer<typeof entryAnswer>;

/** POST /api/entry/unread: the number on the icon of a closed window. */
export const entryUnreadAnswer = z.object({ unread: z.int().min(0) });

/** Claims of the host's token (docs/api/host-token.md). Personal data never appears in an address or a log. */
export const hostTokenClaims = z
  .object({
    region: z.string().min(1).max(100),
    iss: z.string().min(1).max(200),
    sub: z.string().min(1).max(200),
    jti: z.string().min(8).max(200),
    iat: z.number(),
    exp: z.number(),
    kind: z.enum(['enterprise', 'natural-person']),
    role: z.enum(taxpayerRoles),
    personName: z.string().trim().min(1).max(100),
    companyName: z.string().trim().min(1).max(200).nullish(),
    taxNumber: z.string().trim().min(1).max(40).nullish(),
    phone: z.string().trim().max(100).nullish(),
  })
  .refine(({ kind, role }) => (kind === 'natural-person') === (role === 'natural-person'))
  .refine(({ kind, companyName }) => kind === 'natural-person' || typeof companyName === 'string');
export type HostTokenClaims = z.infer<typeof hostTokenClaims>;

/** GET /api/message-form: the data of the 留言 form. */
export const messageFormAnswer = z.object({
  bureaus: z.array(z.object({ name: z.string(), centres: z.array(z.object({ id: z.string(), name: z.string() })) })),
  types: z.array(z.object({ id: z.string(), name: z.string() })),
  phone: z.string().nullable(),
  text: z.object({ min: z.int(), ...textLimits }),
  upload: uploadLimitsSchema,
});
export type MessageForm = z.infer<typeof messageFormAnswer>;
