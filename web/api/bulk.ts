import { z } from 'zod';

import { maxBulkCases } from '../../domain/settings.ts';
import { textSchema } from './cases.ts';
import { idSchema, instantSchema } from './common.ts';

/** PUT /api/bulk-reassignments/{id}: the id is the client's; sent again it stays one run. */
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

/** PUT /api/bulk-hand-overs/{id}: the same of one's own cases, which are never handed over without a word. */
export const bulkHandOverBody = bulkBody.extend({ note: textSchema });

/** How far a run is, and what became of each case. */
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
        sentence: z.string().nullable().meta({ description: 'Why it was refused.' }),
      }),
    ),
  })
  .meta({ id: 'BulkRun' });
export type BulkRun = z.infer<typeof bulkAnswer>;
