/** Papers that are asked for, handed in and judged one by one: of orders and of forms. */
import { z } from 'zod';

import { paperStatuses, verdicts } from '../../domain/papers.ts';
import { keySchema } from './case-types.ts';
import { note, uploadIds } from './cases.ts';
import { attachmentSchema } from './common.ts';

/** Saved, a paper may be without files still. */
export const filledIn = z.object({ key: keySchema, uploadIds });

/** Handed in, it has some. */
export const handedIn = filledIn.extend({ uploadIds: uploadIds.refine((ids) => ids.length > 0, { params: { code: 'required' } }) });

/** What a taxpayer fills in or hands in. */
export const papersBody = <Paper extends z.ZodType>(papers: z.ZodArray<Paper>) => z.object({ papers, note: note.nullable().default(null) });

/** The commands by which officers ask for papers and judge them, of a case that lists so many at most. */
export const paperCommands = (most: number) => ({
  askPapers: z.object({ keys: z.array(keySchema).min(1).max(most), note }),
  reviewPapers: z.object({
    verdicts: z
      .array(z.object({ key: keySchema, verdict: z.enum(verdicts), revision: z.int().min(0) }))
      .min(1)
      .max(most),
    reason: note.nullable().default(null),
  }),
});

/** A paper with what was handed in for it; officers see what was handed in before, too. */
export const paperSchema = z.object({
  key: z.string(),
  name: z.string(),
  required: z.boolean(),
  status: z.enum(paperStatuses),
  revision: z.int(),
  reason: z.string().nullable().meta({ description: 'Why it was returned or need not come.' }),
  files: z.array(attachmentSchema),
  earlier: z.array(z.object({ revision: z.int(), files: z.array(attachmentSchema), reason: z.string().nullable() })),
});
export type CasePaper = z.infer<typeof paperSchema>;
