import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { noticeKinds } from '../../domain/kinds.ts';
import { idSchema, instantSchema, pageOf, pageQuery } from './common.ts';

/** A row of 我的消息; clicking it opens the case. */
const noticeSchema = z
  .object({
    id: idSchema,
    kind: z.enum(noticeKinds),
    category: z.enum(['todo', 'news']).meta({ description: 'todo: the case waits for the taxpayer; news: all other notices.' }),
    caseId: idSchema,
    caseKind: z.enum(caseKinds),
    number: z.string(),
    at: instantSchema,
    readAt: instantSchema.nullable(),
    offer: instantSchema.nullable().meta({ description: 'Time that the notice offers, as it stands now; null for none.' }),
  })
  .meta({ id: 'Notice' });
export type Notice = z.infer<typeof noticeSchema>;

export const noticesQuery = z.object({
  ...pageQuery,
  category: z.enum(['todo', 'news']).optional(),
  unread: z.stringbool().optional(),
});
export const unreadSchema = z.object({ todo: z.int(), news: z.int() });
export const noticesAnswer = pageOf(noticeSchema).extend({ unread: unreadSchema });
/** POST /api/notices/read-all */
export const readAllBody = z.object({ category: z.enum(['todo', 'news']).nullable().default(null) });

/** POST /api/sms/receipts: delivery receipt of a short message, from the region's gateway; may arrive more than once. */
export const smsReceiptBody = z.object({
  id: idSchema,
  status: z.enum(['delivered', 'failed']),
  at: instantSchema,
  reason: z.string().trim().max(100).nullable().default(null),
});
