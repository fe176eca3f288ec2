import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { purposes, statuses } from '../../domain/kinds.ts';
import { caseActions } from '../../domain/policies.ts';
import { lengthOf } from '../../domain/input/text.ts';
import { maxTextLength } from '../../domain/settings.ts';
import { attachmentSchema, idSchema, instantSchema, pageQuery } from './common.ts';

/** Status of a case of any kind; each kind restricts it to its own. */
export const statusSchema = z.enum(statuses);

/** Text written by a person. The minimum length of a message's first text is a setting of the region and is checked separately. */
export const textSchema = z
  .string()
  .trim()
  .min(1)
  .refine((text) => lengthOf(text) > 0, { params: { code: 'required' } })
  .refine((text) => lengthOf(text) <= maxTextLength, { params: { code: 'too-long', limit: maxTextLength } });
/** Upper bound for every region's setting. */
const mostUploads = 20;
export const uploadIds = z
  .array(idSchema)
  .refine((ids) => ids.length <= mostUploads, { params: { code: 'upload-too-many', limit: mostUploads } })
  .default([]);
/**
 * Option for refinements that span several fields: run whenever the value is an object, so that their faults are reported together with the
 * faults of single fields.
 */
export const always = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null };

/** Limits the number of files to the settings in force. */
export const fewFiles = <Body extends z.ZodType<{ uploadIds?: unknown }>>(body: Body, most: number): Body =>
  body.refine(({ uploadIds: ids }: { uploadIds?: unknown }) => !Array.isArray(ids) || ids.length <= most, {
    path: ['uploadIds'],
    params: { code: 'upload-too-many', limit: most },
    ...always,
  });

const content = { textId: idSchema, text: textSchema, uploadIds };
/** Text with files. `textId` is chosen by the client, like the Idempotency-Key. */
export const contentBody = z.object(content);
export type ContentBody = z.input<typeof contentBody>;
export const note = z.object({ id: idSchema, text: textSchema });
/** Bodies of the commands that are the same for every kind of case. */
export const sharedBodies = {
  claim: z.object({}),
  release: z.object({ note: note.nullable().default(null) }),
  /** To a colleague of the same centre. */
  handOver: z.object({ to: z.object({ officerId: idSchema }), note }),
  rate: z.object({ resolved: z.boolean(), stars: z.int().min(1).max(5), comment: note.nullable().default(null) }),
  reassign: z.object({ officerId: idSchema, note: note.nullable().default(null) }),
  end: z.object({ reason: note }),
} as const;
export type RateBody = z.input<typeof sharedBodies.rate>;

/** Answer to a command: 200 with the new state, or 202 when it was accepted but its image is not written yet. */
export const commandAnswer = z
  .object({
    caseId: idSchema,
    number: z.string().nullable(),
    status: z.string().meta({ description: 'One of the statuses of the case’s kind.' }),
    version: z.int(),
  })
  .meta({ id: 'CommandAnswer' });
export type CommandAnswer = z.infer<typeof commandAnswer>;

const clockSchema = z.object({
  purpose: z.enum(purposes),
  startedAt: instantSchema,
  warnAt: instantSchema.nullable(),
  dueAt: instantSchema,
  warned: z.boolean(),
  escalated: z.boolean(),
});

const personSchema = z.object({
  kind: z.enum(['taxpayer', 'officer', 'system']),
  id: idSchema.nullable(),
  name: z.string().nullable().meta({ description: 'For a taxpayer the name of the centre replaces the officer’s.' }),
});

/** One event of the story (J2): what happened, by whom, with which text and files. */
const storyEventSchema = z
  .object({
    version: z.int(),
    type: z.string(),
    at: instantSchema,
    actor: personSchema,
    text: z.string().nullable(),
    attachments: z.array(attachmentSchema),
    data: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .meta({ description: 'Details in readable form, for example the name of the centre that received the case.' }),
  })
  .meta({ id: 'StoryEvent' });
export type StoryEvent = z.infer<typeof storyEventSchema>;

export const caseCore = {
  id: idSchema,
  kind: z.enum(caseKinds),
  number: z.string(),
  status: statusSchema,
  version: z.int(),
  centre: z.object({ id: z.string(), name: z.string() }),
  type: z.object({ id: z.string(), name: z.string() }),
  openedAt: instantSchema,
  changedAt: instantSchema,
  answeredAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  outcome: z.string().nullable(),
};

/** Fields of a row in a list of one's own cases that are the same for every kind. */
export type OwnCase = z.infer<z.ZodObject<typeof caseCore>> & { excerpt: string };

/** Filters for lists of one's own cases; days are in Shanghai time. */
export const ownCasesQuery = <const Statuses extends readonly string[]>(statuses: Statuses) =>
  z.object({
    ...pageQuery,
    number: z.string().trim().max(40).optional(),
    status: z.enum(statuses).optional(),
    typeId: z.string().optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  });

/** POST /api/cases/{id}/telephone: the taxpayer's number in full; null when there is none. */
export const telephoneAnswer = z.object({ phone: z.string().nullable() });
export type TelephoneAnswer = z.infer<typeof telephoneAnswer>;

/** A case with its story, as visible to the reader, without the kind's own part. */
const shownCase = {
  ...caseCore,
  clock: clockSchema.nullable(),
  assignee: z.object({ id: idSchema, name: z.string() }).nullable().meta({ description: 'For officers only.' }),
  taxpayer: z
    .object({
      id: idSchema,
      kind: z.enum(['enterprise', 'natural-person']),
      role: z.string(),
      personName: z.string(),
      companyName: z.string().nullable(),
      taxNumber: z.string().nullable(),
      phone: z.string().nullable().meta({ description: 'Masked; POST /api/cases/{id}/telephone returns it in full.' }),
    })
    .nullable()
    .meta({ description: 'For officers only.' }),
  rating: z.object({ stars: z.int(), resolved: z.boolean() }).nullable(),
  story: z.array(storyEventSchema),
  earlier: z
    .array(
      z.object({
        id: idSchema,
        kind: z.enum(caseKinds),
        number: z.string(),
        status: statusSchema,
        openedAt: instantSchema,
        excerpt: z.string(),
        begunBy: z
          .string()
          .nullable()
          .meta({ description: 'Name of the person who opened the case, if it is another person of the company.' }),
        likelyRepeat: z.boolean().meta({ description: 'True for an open case that probably asks the same.' }),
      }),
    )
    .meta({
      description: 'Other cases of the same taxpayer that the reader may see; for a company, of all its persons. For officers only.',
    }),
  thread: z
    .array(
      z.object({
        id: idSchema,
        kind: z.enum(caseKinds),
        number: z.string(),
        status: statusSchema,
        version: z.int(),
        type: z.string(),
        openedAt: instantSchema,
      }),
    )
    .meta({ description: 'Cases linked with this one, in the order in which they were opened.' }),
  actions: z.array(z.enum(caseActions)).meta({ description: 'Actions that the reader may take now.' }),
};

/** The fields shown for every case; each kind adds its part. */
export type ShownCase = z.infer<z.ZodObject<typeof shownCase>>;

/**
 * Schema of a case of one kind.
 * @param part the kind's own fields, under a name of their own
 */
export const caseOf = <const K extends string, const Statuses extends readonly string[], Part extends z.ZodRawShape>(
  kind: K,
  statuses: Statuses,
  part: Part,
) => z.object({ ...shownCase, kind: z.literal(kind), status: z.enum(statuses), ...part });
