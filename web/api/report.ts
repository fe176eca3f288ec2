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
  from: day.meta({ description: 'First day, Asia/Shanghai.' }),
  to: day.meta({ description: `Last day, Asia/Shanghai, not after today. The period has at most ${String(longestPeriod)} days.` }),
  kind: z.enum(caseKinds).optional(),
  typeId: oneOf(choices?.typeIds),
  centreId: oneOf(choices?.centreIds).meta({ description: 'One of the centres that the caller supervises; all of them when absent.' }),
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
/** A period, and one of the centres that the caller supervises; all of them when absent. */
export const periodQuery = (centreIds?: readonly string[]) =>
  withDays(z.object({ from: asked().from, to: asked().to, centreId: oneOf(centreIds) }));
/** GET /api/supervision/report.csv */
export const reportFileQuery = (choices?: ReportChoices) =>
  withDays(
    z.object({
      ...asked(choices),
      table: z.enum(reportTables),
      language: z
        .enum(['zh-CN', 'en'])
        .optional()
        .meta({ description: 'Language of the file; overrides Accept-Language, which a link cannot set.' }),
    }),
  );

const spreadSchema = z.object({ count: z.int(), median: z.number().nullable(), p90: z.number().nullable() }).meta({
  id: 'Spread',
  description:
    'Number of durations, with median and 90th percentile, in seconds of wall-clock time. Both percentiles are durations that occurred.',
});

const figures = {
  opened: z.int(),
  open: z.int().meta({ description: 'Open cases at the end of the last day.' }),
  ended: z.int(),
  waiting: spreadSchema.meta({ description: 'Time from when an answer was owed to the first answer; cases first answered in the period.' }),
  handling: spreadSchema.meta({ description: 'Time from opening to end; cases ended in the period.' }),
  overdue: z.int().meta({ description: 'Ended cases in which a time limit of the officers has ever passed.' }),
  settled: z.int().meta({ description: 'Ended cases that did not continue as another case.' }),
  resolved: z
    .int()
    .meta({ description: 'Settled cases that ended with an answer or a result and that the taxpayer did not rate as unresolved.' }),
  stars: z.array(z.int()).length(5).meta({ description: 'Number of ratings with one star, two, …, five; cases ended in the period.' }),
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
    before: z.object({ from: day, to: day }).meta({ description: 'Preceding period of equal length.' }),
    totals: figuresSchema,
    earlier: figuresSchema.meta({ description: 'Figures of the preceding period.' }),
    days: z.array(z.object({ day, opened: z.int(), ended: z.int(), open: z.int() })),
    types: z.array(z.object({ id: z.string(), kind: z.enum(caseKinds), name: z.string(), ...figures })),
    centres: z.array(z.object({ id: z.string(), name: z.string(), ...figures })),
    officers: z
      .array(
        z.object({
          id: z.union([idSchema, z.enum(notOneOfficer)]),
          name: z.string().meta({ description: 'Empty for `elsewhere` and `nobody`.' }),
          ...figures,
        }),
      )
      .meta({
        description:
          'Officers who first answered a case or were assignees at its end; only for a single centre. `elsewhere` sums officers of other centres, `nobody` cases that ended unassigned. `opened` and `open` are 0.',
      }),
    choices: z
      .object({ types: z.array(choiceSchema.extend({ kind: z.enum(caseKinds) })), centres: z.array(choiceSchema) })
      .meta({ description: 'Choices for the filters.' }),
  })
  .meta({ id: 'Report' });
export type Report = z.infer<typeof reportAnswer>;
