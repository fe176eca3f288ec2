import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { purposes, statuses } from '../../domain/kinds.ts';
import { caseActions } from '../../domain/policies.ts';
import { lengthOf } from '../../domain/input/text.ts';
import { maxTextLength } from '../../domain/settings.ts';
import { attachmentSchema, idSchema, instantSchema, pageQuery } from './common.ts';

/** A status of any kind of case; the kind says which it may be. */
export const statusSchema = z.enum(statuses);

/** Every text of people; the least length of a message's first text is the region's setting, checked on top. */
export const textSchema = z
  .string()
  .trim()
  .min(1)
  .refine((text) => lengthOf(text) > 0, { params: { code: 'required' } })
  .refine((text) => lengthOf(text) <= maxTextLength, { params: { code: 'too-long', limit: maxTextLength } });
/** No region may allow more. */
const mostUploads = 20;
export const uploadIds = z
  .array(idSchema)
  .refine((ids) => ids.length <= mostUploads, { params: { code: 'upload-too-many', limit: mostUploads } })
  .default([]);
/** What concerns several fields is said together with what is wrong with each: checked whenever there is an object at all. */
export const always = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null };

/** So many files at most, as the settings in force say. */
export const fewFiles = <Body extends z.ZodType<{ uploadIds?: unknown }>>(body: Body, most: number): Body =>
  body.refine(({ uploadIds: ids }: { uploadIds?: unknown }) => !Array.isArray(ids) || ids.length <= most, {
    path: ['uploadIds'],
    params: { code: 'upload-too-many', limit: most },
    ...always,
  });

const content = { textId: idSchema, text: textSchema, uploadIds };
/** What is said with files. `textId` is the client's, like the Idempotency-Key. */
export const contentBody = z.object(content);
export type ContentBody = z.input<typeof contentBody>;
export const note = z.object({ id: idSchema, text: textSchema });
/** The bodies of commands that say the same whatever kind of case they are for. */
export const sharedBodies = {
  claim: z.object({}),
  release: z.object({ note: note.nullable().default(null) }),
  /** To a colleague of the centre. */
  handOver: z.object({ to: z.object({ officerId: idSchema }), note }),
  rate: z.object({ resolved: z.boolean(), stars: z.int().min(1).max(5), comment: note.nullable().default(null) }),
  reassign: z.object({ officerId: idSchema, note: note.nullable().default(null) }),
  end: z.object({ reason: note }),
} as const;
export type RateBody = z.input<typeof sharedBodies.rate>;

/** The answer to a command: 200 with the new state, or 202 when it is taken but its image is still being written. */
export const commandAnswer = z
  .object({
    caseId: idSchema,
    number: z.string().nullable(),
    status: z.string().meta({ description: 'A status of the case’s kind.' }),
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
  name: z.string().nullable().meta({ description: 'A taxpayer sees the name of the centre in place of the officer’s.' }),
});

/** One step of the story (J2): what happened, who did it, what was said and handed in. */
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
      .meta({ description: 'Particulars in words people know, for example the name of the centre that it was handed to.' }),
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

/** A row of a list of one's own, as far as it is the same for every kind. */
export type OwnCase = z.infer<z.ZodObject<typeof caseCore>> & { excerpt: string };

/** What the lists of one's own cases can be filtered by; days are those of Shanghai. */
export const ownCasesQuery = <const Statuses extends readonly string[]>(statuses: Statuses) =>
  z.object({
    ...pageQuery,
    number: z.string().trim().max(40).optional(),
    status: z.enum(statuses).optional(),
    typeId: z.string().optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  });

/** A case with its story, as the one who asks may see it, without what its kind adds. */
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
      phone: z.string().nullable(),
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
        begunBy: z.string().nullable().meta({ description: 'Who of the company began it, where that is another person.' }),
        likelyRepeat: z.boolean().meta({ description: 'It is open and probably asks the same.' }),
      }),
    )
    .meta({
      description: 'The same taxpayer’s other cases that the reader may see, of a company whoever of it began them; for officers only.',
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
    .meta({ description: 'The cases that belong together with this one, in the order in which they began.' }),
  actions: z.array(z.enum(caseActions)).meta({ description: 'What the reader may do now.' }),
};

/** What every case is shown with; its kind adds a part. */
export type ShownCase = z.infer<z.ZodObject<typeof shownCase>>;

/**
 * A case of one kind.
 * @param part what the kind has beyond every case, under a name of its own
 */
export const caseOf = <const K extends string, const Statuses extends readonly string[], Part extends z.ZodRawShape>(
  kind: K,
  statuses: Statuses,
  part: Part,
) => z.object({ ...shownCase, kind: z.literal(kind), status: z.enum(statuses), ...part });
