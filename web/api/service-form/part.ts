import { z } from 'zod';

import { attachmentSchema, idSchema } from '../common.ts';
import { paperSchema } from '../papers.ts';

/** A paper of a form; for its taxpayer, with the saved files that are not handed in yet. */
const formPaperSchema = paperSchema.extend({
  draft: z.array(attachmentSchema).meta({ description: 'Files saved and not submitted yet; for the taxpayer only.' }),
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
      .meta({ description: 'Note of the taxpayer with the papers: for the taxpayer as saved, for others as last submitted.' }),
    result: z
      .object({ text: z.string(), files: z.array(attachmentSchema) })
      .nullable()
      .meta({ description: 'The result of the matter.' }),
    order: z
      .object({ id: idSchema, number: z.string() })
      .nullable()
      .meta({ description: 'Order that waits for this form; null when there is none or the reader may not see it.' }),
    saved: z.boolean().meta({ description: 'True when a draft is saved and not submitted yet.' }),
  })
  .meta({ id: 'FormPart' });
export type FormPart = z.infer<typeof formPartSchema>;
