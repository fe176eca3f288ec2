import { z } from 'zod';

import { maxBulkCases } from '../../domain/settings.ts';
import { textSchema } from './cases.ts';
import { idSchema, instantSchema } from './common.ts';

/** PUT /api/bulk-reassignments/{id}: the client chooses the id; repeating the request does not start a second run. */
export const bulkBody = z.object({
  officerId: idSchema,
  caseIds: z
    .array(idSchema)
    .min(1)
    .max(maxBulkCases)
    .refine((ids) => new Set(ids).size === ids.length, { params: { code: 'duplicate' } }),
  note: textSchema.nullable().default(null),
});
export type BulkBody = z.input<typeof bulkBody>;

/** PUT /api/bulk-hand-overs/{id}: hands over the caller's own cases; a note is required. */
export const bulkHandOverBody = bulkBody.extend({ note: textSchema });

/** PUT /api/bulk-booking-moves/{id} and /api/bulk-booking-cancellations/{id}: the server finds the bookings of the closed time. */
export const bulkClearingBody = z.object({ closureId: idSchema });
export type BulkClearingBody = z.input<typeof bulkClearingBody>;

/** Progress of a run, and the result for each case. */
export const bulkAnswer = z
  .object({
    id: idSchema,
    total: z.int(),
    done: z.int(),
    refused: z.int(),
    finishedAt: instantSchema.nullable(),
    items: z.array(
      z.object({
        caseId: idSchema,
        number: z.string(),
        outcome: z.enum(['done', 'refused']).nullable(),
        sentence: z.string().nullable().meta({ description: 'Reason of the refusal; null unless refused.' }),
      }),
    ),
  })
  .meta({ id: 'BulkRun' });
export type BulkRun = z.infer<typeof bulkAnswer>;
