import { z } from 'zod';

import { lengthOf } from '../../domain/input/text.ts';
import { idSchema } from './common.ts';

/** GET /api/taxpayers: taxpayers of the region whose name, company or tax number contains the text. */
const shortestSearch = 2;
export const taxpayersQuery = z.object({
  q: z
    .string()
    .trim()
    .max(100)
    .refine((text) => lengthOf(text) >= shortestSearch, { params: { code: 'too-short', limit: shortestSearch } }),
});
export const taxpayersAnswer = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      kind: z.enum(['enterprise', 'natural-person']),
      personName: z.string(),
      companyName: z.string().nullable(),
      taxNumber: z.string().nullable(),
    }),
  ),
});
export type FoundTaxpayer = z.infer<typeof taxpayersAnswer>['items'][number];
