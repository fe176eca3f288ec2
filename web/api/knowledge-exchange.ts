/**
 * The knowledge as a spreadsheet (.xlsx).
 *
 * 1. A file is uploaded first, like every other; an import names the upload. With `dryRun` it only tells what it would do.
 * 2. An import hands what is new or different to the reviewers as drafts, all of it or, with a single fault, nothing.
 * 3. Repeating an import changes nothing: what is published or handed in already is not handed in again.
 */
import { z } from 'zod';

import { exchangeColumns, exchangeLimits } from '../../domain/knowledge-exchange.ts';
import { idSchema } from './common.ts';
import { entryIdSchema } from './knowledge-editing.ts';

/** POST /api/knowledge/imports */
export const importBody = z.object({ uploadId: idSchema, dryRun: z.boolean() });
export const importAnswer = z
  .object({
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    applied: z.boolean().meta({ description: 'True when the drafts were handed in.' }),
    faults: z
      .array(
        z.object({
          row: z.int().meta({ description: 'As the spreadsheet counts it; the head is row 1.' }),
          column: z.enum(exchangeColumns).nullable(),
          code: z.string(),
          sentence: z.string(),
        }),
      )
      .max(exchangeLimits.faults),
  })
  .meta({ id: 'KnowledgeImport' });
export type KnowledgeImport = z.infer<typeof importAnswer>;

/** POST /api/knowledge/publications: several drafts that were read, such as those of an import. */
export const publicationsBody = z.object({
  drafts: z
    .array(z.object({ id: entryIdSchema, revision: z.int().min(1).max(2_147_483_647) }))
    .min(1)
    .max(exchangeLimits.published),
});
export const publicationsAnswer = z.object({ published: z.int() });
