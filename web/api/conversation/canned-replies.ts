/** Canned replies of a centre and of its officers. */
import { z } from 'zod';

import { maxCannedReplies, maxCannedTitleLength } from '../../../domain/canned-replies.ts';
import { lengthOf } from '../../../domain/input/text.ts';
import { textSchema } from '../cases.ts';
import { idSchema } from '../common.ts';

/** `own`: of the officer who keeps it; `centre`: of all officers of the centre, kept by supervisors. */
export const cannedScopes = ['own', 'centre'] as const;
export type CannedScope = (typeof cannedScopes)[number];

/** PUT /api/desk/canned-replies/{id}: the client chooses the id; repeating the request changes the same one. */
export const cannedReplyBody = z.object({
  scope: z.enum(cannedScopes),
  title: z
    .string()
    .trim()
    .min(1)
    .refine((title) => lengthOf(title) <= maxCannedTitleLength, { params: { code: 'too-long', limit: maxCannedTitleLength } }),
  body: textSchema.meta({ description: 'With the placeholders {taxpayer}, {officer} and {number}.' }),
});
export const cannedReplySchema = z
  .object({ id: idSchema, scope: z.enum(cannedScopes), title: z.string(), body: z.string() })
  .meta({ id: 'CannedReply' });
export type CannedReply = z.infer<typeof cannedReplySchema>;

/** GET /api/desk/canned-replies: one's own first, each part by title. */
export const cannedRepliesAnswer = z.object({ items: z.array(cannedReplySchema).max(2 * maxCannedReplies) });
