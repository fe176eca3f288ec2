import { z } from 'zod';

import { attachmentSchema, idSchema } from '../common.ts';
import { paperSchema } from '../papers.ts';

/** A paper of a form; for its taxpayer, with the saved files that are not handed in yet. */
const formPaperSchema = paperSchema.extend({
  draft: z.array(attachmentSchema).meta({ description: 'Saved and not handed in yet; for the taxpayer only.' }),
});
export type FormPaper = z.infer<typeof formPaperSchema>;

/** The form's own part of a case. */
export const formPartSchema = z
  .object({
    typeVersion: z.int(),
    papers: z.array(formPaperSchema),
    note: z
      .string()
      .nullable()
      .meta({ description: 'What the taxpayer said with the papers: saved to the taxpayer, else as handed in last.' }),
    result: z
      .object({ text: z.string(), files: z.array(attachmentSchema) })
      .nullable()
      .meta({ description: 'The result of the matter.' }),
    order: z
      .object({ id: idSchema, number: z.string() })
      .nullable()
      .meta({ description: 'The order that waits for it, if the reader may see that.' }),
    saved: z.boolean().meta({ description: 'Whether something is filled in and not handed in yet.' }),
  })
  .meta({ id: 'FormPart' });
export type FormPart = z.infer<typeof formPartSchema>;
