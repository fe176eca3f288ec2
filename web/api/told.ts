/** Answers of the knowledge that a taxpayer was given on a day, for supervisors. */
import { z } from 'zod';

import { idSchema, instantSchema } from './common.ts';

/** GET /api/supervision/told */
export const toldQuery = z.object({
  taxpayerId: idSchema,
  day: z.iso.date().meta({ description: 'Day in Asia/Shanghai.' }),
});
export const toldAnswer = z
  .object({
    items: z.array(
      z.object({
        caseId: idSchema,
        number: z.string(),
        seq: z.int(),
        at: instantSchema,
        speaker: z.enum(['robot', 'officer']),
        asked: z.string().nullable(),
        entryId: z.string(),
        version: z.int(),
        question: z.string(),
        answer: z.string().meta({ description: 'Markdown, as it was sent.' }),
        written: z.string().nullable().meta({ description: 'What a language model wrote beside it.' }),
        rating: z.enum(['useful', 'useless']).nullable(),
        publishedAt: instantSchema.nullable(),
        reviewer: z.string().nullable(),
        versionNow: z.int().nullable().meta({ description: 'Version that is told today; null when the entry is not answered any more.' }),
      }),
    ),
    all: z.boolean().meta({ description: 'False when there were more answers than are listed.' }),
  })
  .meta({ id: 'Told' });
export type Told = z.infer<typeof toldAnswer>;
