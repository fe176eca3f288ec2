/** Papers that are asked for, handed in and judged one by one, in orders and in forms. */
import { z } from 'zod';

import { paperStatuses, verdicts } from '../../domain/papers.ts';
import { keySchema } from './case-types.ts';
import { note, uploadIds } from './cases.ts';
import { attachmentSchema } from './common.ts';

/** A saved paper; it may have no files yet. */
export const filledIn = z.object({ key: keySchema, uploadIds });

/** A paper as handed in; it has at least one file. */
export const handedIn = filledIn.extend({ uploadIds: uploadIds.refine((ids) => ids.length > 0, { params: { code: 'required' } }) });

/** Papers saved or handed in by a taxpayer. */
export const papersBody = <Paper extends z.ZodType>(papers: z.ZodArray<Paper>) => z.object({ papers, note: note.nullable().default(null) });

/** Commands by which officers ask for papers and judge them, for a case with at most `most` papers. */
export const paperCommands = (most: number) => ({
  askPapers: z.object({ keys: z.array(keySchema).min(1).max(most), note }),
  reviewPapers: z.object({
    verdicts: z
      .array(
        z.object({
          key: keySchema,
          verdict: z.enum(verdicts),
          revision: z.int().min(0),
          reason: note.nullable().default(null).meta({ description: 'Why this paper is returned or waived.' }),
        }),
      )
      .min(1)
      .max(most),
    reason: note.nullable().default(null).meta({ description: 'Reason for the verdicts without one of their own.' }),
  }),
});

/** A paper with the files handed in; officers also see earlier revisions. */
export const paperSchema = z.object({
  key: z.string(),
  name: z.string(),
  required: z.boolean(),
  status: z.enum(paperStatuses),
  revision: z.int(),
  reason: z.string().nullable().meta({ description: 'Reason for returning or waiving the paper.' }),
  files: z.array(attachmentSchema),
  earlier: z.array(z.object({ revision: z.int(), files: z.array(attachmentSchema), reason: z.string().nullable() })),
});
export type CasePaper = z.infer<typeof paperSchema>;
