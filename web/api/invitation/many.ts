/**
 * Inviting many taxpayers at once for one matter.
 *
 * 1. Whom: tax numbers, pasted in or in an uploaded spreadsheet. Faults are named by row; with a single one nobody is invited.
 * 2. When: each gets the earliest places of the chosen days that are free when their turn comes, and they are held as in any invitation.
 *    Who finds none is not invited, and listed as such.
 * 3. No attachments: a file belongs to one case.
 */
import { z } from 'zod';

import { mostProposed } from '../../../domain/invitation/invitation.ts';
import { sheetLimits } from '../../../domain/sheet.ts';
import { descriptionSchema } from '../appointment/appointment.ts';
import { idSchema, instantSchema } from '../common.ts';
import { invitationBody } from './invitation.ts';

/** Days from which places can be taken. */
export const mostInvitingDays = 14;
/** Longest list, in characters: the most rows of the longest numbers, with room for blanks. */
const longestList = 600_000;
const runsShown = 10;

const whom = z
  .object({
    list: z.string().max(longestList).nullable().default(null).meta({ description: 'Tax numbers, one a line.' }),
    uploadId: idSchema
      .nullable()
      .default(null)
      .meta({ description: 'An .xlsx file with the tax numbers in a column; its first row is a head.' }),
  })
  .meta({ description: 'One of the two.' });

/** POST /api/bulk-invitations/checks: a dry run. */
export const manyCheckBody = whom.refine(({ list, uploadId }) => (list === null) !== (uploadId === null), {
  path: ['list'],
  params: { code: 'required' },
});
export const manyCheckAnswer = z
  .object({
    taxpayers: z.int().meta({ description: 'Different taxpayers that were found.' }),
    faulty: z.int().meta({ description: 'Rows with a fault, of which at most so many are listed.' }),
    faults: z
      .array(
        z.object({
          row: z.int().meta({ description: 'As the spreadsheet counts it, or the line of the list; from 1.' }),
          value: z.string(),
          code: z.string(),
          sentence: z.string(),
        }),
      )
      .max(sheetLimits.faults),
  })
  .meta({ id: 'ManyCheck' });
export type ManyCheck = z.infer<typeof manyCheckAnswer>;

/** PUT /api/bulk-invitations/{id}: the client chooses the id; repeating the request starts no second run. */
export const manyBody = whom
  .extend({
    ...invitationBody.pick({ typeId: true, way: true, category: true, answerMinutes: true }).shape,
    days: z
      .array(z.iso.date())
      .min(1)
      .max(mostInvitingDays)
      .refine((days) => new Set(days).size === days.length, { params: { code: 'duplicate' } }),
    timesEach: z.int().min(1).max(mostProposed).meta({ description: 'Most times proposed to each.' }),
    text: descriptionSchema,
  })
  .refine(({ list, uploadId }) => (list === null) !== (uploadId === null), { path: ['list'], params: { code: 'required' } });
export type ManyBody = z.input<typeof manyBody>;

const runSchema = z.object({
  id: idSchema,
  text: z.string(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  total: z.int(),
  done: z.int(),
  refused: z.int(),
});

/** Outcomes by which a run can be filtered. */
export const manyOutcomes = ['done', 'refused', 'waiting'] as const;
/** GET /api/bulk-invitations/{id}: progress, and a page of the outcomes. */
export const manyQuery = z.object({
  outcome: z.enum(manyOutcomes).optional(),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(50),
});
export const manyAnswer = runSchema
  .extend({
    items: z.array(
      z.object({
        position: z.int(),
        name: z.string(),
        taxNumber: z.string().nullable(),
        caseId: idSchema.nullable().meta({ description: 'The invitation; null until it is sent.' }),
        number: z.string().nullable(),
        outcome: z.enum(manyOutcomes),
        sentence: z.string().nullable().meta({ description: 'Why nobody was invited; null unless refused.' }),
      }),
    ),
  })
  .meta({ id: 'ManyInvitations' });
export type ManyInvitations = z.infer<typeof manyAnswer>;

/** GET /api/bulk-invitations: one's own runs, newest first. */
export const manyRunsAnswer = z.object({ items: z.array(runSchema).max(runsShown) });
export type ManyRuns = z.infer<typeof manyRunsAnswer>;
export const mostRunsShown = runsShown;
