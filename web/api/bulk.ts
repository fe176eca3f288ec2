import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
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

/** Most cases of one run; the next run takes the others. */
export const mostRecounted = 10_000;
/** Most cases that the preview lists. */
export const mostRecountsShown = 200;

/** GET /api/bulk-recounts/preview: what counting anew would change; nothing is changed. */
export const recountPreviewAnswer = z
  .object({
    kinds: z.array(
      z.object({
        kind: z.enum(caseKinds),
        total: z.int().meta({ description: 'Cases that count by another calendar than the one in force.' }),
        moved: z.int().meta({ description: 'Those of them whose running deadline changes; the others only count later ones by it.' }),
      }),
    ),
    complete: z.boolean().meta({ description: `False when there are more than ${String(mostRecounted)} cases.` }),
    items: z
      .array(
        z.object({
          caseId: idSchema,
          number: z.string(),
          kind: z.enum(caseKinds),
          from: instantSchema,
          to: instantSchema.nullable().meta({ description: 'Null when it cannot be counted by the calendar in force.' }),
        }),
      )
      .max(mostRecountsShown)
      .meta({ description: `The first ${String(mostRecountsShown)} of those whose deadline changes.` }),
  })
  .meta({ id: 'RecountPreview' });
export type RecountPreview = z.infer<typeof recountPreviewAnswer>;

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
