import { z } from 'zod';

import { lengthOf } from '../../domain/input/text.ts';

/** GET /api/knowledge: the region's knowledge that has something to do with a text. */
export const mostKnowledgeHits = 20;
export const knowledgeQuery = z.object({
  query: z
    .string()
    .trim()
    .max(200)
    .refine((text) => lengthOf(text) >= 1, { params: { code: 'required' } }),
});

const knowledgeEntrySchema = z
  .object({
    id: z.string(),
    version: z.int(),
    topic: z.string(),
    question: z.string(),
    answer: z.string().meta({ description: 'Markdown' }),
    counterOnly: z.boolean().meta({ description: 'The matter is handled at a counter only.' }),
    whereToGo: z.string().nullable().meta({ description: 'Place of that counter; null for the taxpayer’s own bureau.' }),
    verified: z.boolean().meta({ description: 'False while an editor still has to check the entry.' }),
    sources: z.array(
      z.object({
        title: z.string(),
        number: z.string().nullable(),
        date: z.string().nullable().meta({ description: 'As an editor wrote it: a day, a month, a year or a revision.' }),
      }),
    ),
    validFrom: z.iso.date().nullable(),
    validTo: z.iso.date().nullable(),
  })
  .meta({ id: 'KnowledgeEntry' });

export const knowledgeAnswer = z.object({ items: z.array(knowledgeEntrySchema).max(mostKnowledgeHits) });
