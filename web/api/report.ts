/** Reports for supervisors (J3). */
import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { longestPeriod, periodFaults } from '../../domain/report-period.ts';
import { idSchema } from './common.ts';

/** Rows of a report table: one per day, type, officer or centre. */
const reportTables = ['day', 'type', 'officer', 'centre'] as const;
export type ReportTable = (typeof reportTables)[number];

/** Choices for the filters, for this caller. */
export interface ReportChoices {
  typeIds: readonly string[];
  centreIds: readonly string[];
}

const oneOf = (ids: readonly string[] | undefined) =>
  z
    .string()
    .max(60)
    .refine((id) => ids === undefined || ids.includes(id), { params: { code: 'not-a-choice' } })
    .optional();
const day = z.iso.date();
const asked = (choices?: ReportChoices) => ({
  from: day.meta({ description: 'The first day, Asia/Shanghai.' }),
  to: day.meta({ description: `The last day, at most today; no more than ${String(longestPeriod)} days in all.` }),
  kind: z.enum(caseKinds).optional(),
  typeId: oneOf(choices?.typeIds),
  centreId: oneOf(choices?.centreIds).meta({ description: 'One of the centres that one supervises.' }),
});

/** Checks the range of days, also when other fields are wrong. */
const withDays = <T extends z.ZodObject<{ from: typeof day; to: typeof day }>>(query: T): T =>
  query.superRefine(
    ({ from, to }, context) => {
      if (!day.safeParse(from).success || !day.safeParse(to).success) return;
      for (const { path, ...params } of periodFaults({ from, to }, Date.now())) context.addIssue({ code: 'custom', path: [path], params });
    },
    { when: () => true },
  );

/** GET /api/supervision/report. Given the choices, the filters are limited to them; the OpenAPI document leaves them open. */
export const reportQuery = (choices?: ReportChoices) => withDays(z.object(asked(choices)));
/** GET /api/supervision/report.csv */
export const reportFileQuery = (choices?: ReportChoices) =>
  withDays(
    z.object({
      ...asked(choices),
      table: z.enum(reportTables),
      language: z.enum(['zh-CN', 'en']).optional().meta({ description: 'For a link, which cannot say it by Accept-Language.' }),
    }),
  );

const spreadSchema = z.object({ count: z.int(), median: z.number().nullable(), p90: z.number().nullable() }).meta({
  id: 'Spread',
  description:
    'Seconds by the clock on the wall: half took no longer than the median, nine of ten no longer than p90; both are among them.',
});

const figures = {
  opened: z.int(),
  open: z.int().meta({ description: 'At the end of the last of these days.' }),
  ended: z.int(),
  waiting: spreadSchema.meta({ description: 'Of what was answered first in these days: until then, from when an answer was owed.' }),
  handling: spreadSchema.meta({ description: 'Of what ended: from opening to end.' }),
  overdue: z.int().meta({ description: 'Of what ended: where a limit has ever passed.' }),
  settled: z.int().meta({ description: 'What ended and did not go on as another case.' }),
  resolved: z.int().meta({ description: 'Of that: by an answer or a result, and its taxpayer did not say otherwise.' }),
  stars: z.array(z.int()).length(5).meta({ description: 'Of what ended: how many gave one star, two, …, five.' }),
};
const figuresSchema = z.object(figures).meta({ id: 'Figures' });
export type Figures = z.infer<typeof figuresSchema>;

/** Values of the officer filter that do not name an officer of these centres. */
export const notOneOfficer = ['nobody', 'elsewhere'] as const;

const choiceSchema = z.object({ id: z.string(), name: z.string() });

export const reportAnswer = z
  .object({
    from: day,
    to: day,
    before: z.object({ from: day, to: day }).meta({ description: 'As many days before.' }),
    totals: figuresSchema,
    earlier: figuresSchema.meta({ description: 'Of the days before.' }),
    days: z.array(z.object({ day, opened: z.int(), ended: z.int(), open: z.int() })),
    types: z.array(z.object({ id: z.string(), kind: z.enum(caseKinds), name: z.string(), ...figures })),
    centres: z.array(z.object({ id: z.string(), name: z.string(), ...figures })),
    officers: z
      .array(
        z.object({
          id: z.union([idSchema, z.enum(notOneOfficer)]),
          name: z.string().meta({ description: 'Empty of those who are not one officer of this centre.' }),
          ...figures,
        }),
      )
      .meta({
        description:
          'Of one centre: who ended or first answered something; `elsewhere` are those of other centres, `nobody` where nobody had it. Nothing is opened for an officer.',
      }),
    choices: z
      .object({ types: z.array(choiceSchema.extend({ kind: z.enum(caseKinds) })), centres: z.array(choiceSchema) })
      .meta({ description: 'By what it can be narrowed.' }),
  })
  .meta({ id: 'Report' });
export type Report = z.infer<typeof reportAnswer>;
