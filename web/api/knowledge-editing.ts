/**
 * Editing the knowledge over HTTP (B11).
 *
 * 1. An entry is changed by a draft, of which it has at most one: written, submitted, then published or returned by somebody else.
 * 2. A draft has a `revision`. A change names the revision that it was made on; another one is refused with `draft-changed`, and nothing is
 *    lost: the editor's page still has what was written.
 * 3. A published entry has a `version`, which every answer names. Versions are never changed or deleted.
 */
import { z } from 'zod';

import { lengthOf } from '../../domain/input/text.ts';
import { audiences, draftStates, entryLimits, entryStatuses, validities } from '../../domain/knowledge.ts';
import { idSchema, instantSchema, pageQuery } from './common.ts';

/** Text that says something, of at most so many characters. */
export const words = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => lengthOf(text) > 0, { params: { code: 'required' } })
    .refine((text) => lengthOf(text) <= most, { params: { code: 'too-long', limit: most } });
/** The same where it may be missing; a text that says nothing is none. */
const wordsOrNone = (most: number) =>
  z
    .string()
    .trim()
    .transform((text) => (lengthOf(text) === 0 ? null : text))
    .pipe(words(most).nullable())
    .nullable()
    .default(null);
const list = <T extends z.ZodType<string>>(item: T, most: number) =>
  z
    .array(item)
    .max(most)
    .refine((items) => new Set(items).size === items.length, { params: { code: 'duplicate' } })
    .default([]);

export const entryIdSchema = z
  .string()
  .max(entryLimits.id)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'invalid')
  .meta({ description: 'Lower-case letters, digits and dashes; chosen by the client for a new entry.' });

const dated = z.iso.date().nullable().default(null);
const contentShape = {
  topic: words(entryLimits.topic),
  question: words(entryLimits.question),
  answer: words(entryLimits.answer).meta({ description: 'Markdown; HTML in it is shown as text.' }),
  keywords: list(words(entryLimits.keyword), entryLimits.keywords),
  audience: z.array(z.enum(audiences)).min(1).max(audiences.length),
  counterOnly: z.boolean().default(false),
  whereToGo: wordsOrNone(entryLimits.whereToGo),
  inScope: z.boolean().default(true),
  verified: z.boolean().default(false),
  note: wordsOrNone(entryLimits.note),
  sources: z
    .array(
      z.object({
        title: words(entryLimits.sourcePart),
        number: wordsOrNone(entryLimits.sourcePart),
        date: wordsOrNone(entryLimits.sourcePart),
      }),
    )
    .max(entryLimits.sources)
    .default([]),
  related: list(entryIdSchema, entryLimits.related),
  validFrom: dated,
  validTo: dated,
};
const inOrder = ({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }): boolean =>
  validFrom === null || validTo === null || validFrom <= validTo;

/** An entry with its wordings, as an editor writes it. */
export const entryDraftSchema = z
  .object({ ...contentShape, wordings: list(words(entryLimits.wording), entryLimits.wordings) })
  .refine(inOrder, { path: ['validTo'], params: { code: 'before-start' } });
export type EntryDraftBody = z.input<typeof entryDraftSchema>;

/** GET /api/knowledge/entries: what is to be done about an entry, besides its state. */
export const entryChecks = ['few-wordings', 'unverified'] as const;
export const entriesQuery = z.object({
  q: z.string().trim().max(100).default(''),
  topic: z.string().trim().max(entryLimits.topic).optional(),
  state: z.enum([...entryStatuses, ...draftStates]).optional(),
  validity: z.enum(validities).optional(),
  check: z.enum(entryChecks).optional(),
  ...pageQuery,
});

const listedEntrySchema = z.object({
  id: z.string(),
  question: z.string(),
  topic: z.string(),
  status: z.enum(entryStatuses).nullable().meta({ description: 'Null for an entry that has not been published yet.' }),
  version: z.int().nullable(),
  draft: z.enum(draftStates).nullable(),
  revision: z.int().nullable().meta({ description: 'Of the draft.' }),
  mayReview: z.boolean().meta({ description: 'True when the reader may publish or return the draft.' }),
  audience: z.array(z.enum(audiences)),
  counterOnly: z.boolean(),
  inScope: z.boolean(),
  verified: z.boolean(),
  validTo: z.iso.date().nullable(),
  validity: z.enum(validities),
  wordings: z.int(),
  asked: z.int().meta({ description: 'How often it was the answer in the last 30 days.' }),
  changedAt: instantSchema,
});
export const entriesAnswer = z
  .object({
    items: z.array(listedEntrySchema),
    total: z.int(),
    page: z.int(),
    size: z.int(),
    topics: z.array(z.object({ name: z.string(), count: z.int() })).max(500),
    counts: z.object({
      review: z.int(),
      draft: z.int(),
      expiring: z.int(),
      expired: z.int(),
      fewWordings: z.int(),
      unverified: z.int(),
    }),
  })
  .meta({ id: 'KnowledgeEntries' });
export type KnowledgeEntries = z.infer<typeof entriesAnswer>;
export type ListedEntry = z.infer<typeof listedEntrySchema>;

const contentSchema = z.object({
  topic: z.string(),
  question: z.string(),
  answer: z.string(),
  keywords: z.array(z.string()),
  audience: z.array(z.enum(audiences)),
  counterOnly: z.boolean(),
  whereToGo: z.string().nullable(),
  inScope: z.boolean(),
  verified: z.boolean(),
  note: z.string().nullable(),
  sources: z.array(z.object({ title: z.string(), number: z.string().nullable(), date: z.string().nullable() })),
  related: z.array(z.string()),
  validFrom: z.iso.date().nullable(),
  validTo: z.iso.date().nullable(),
});
const draftContentSchema = contentSchema.extend({ wordings: z.array(z.string()) });

const person = z.object({ id: idSchema, name: z.string() });
const draftSchema = z.object({
  state: z.enum(draftStates),
  revision: z.int(),
  basedOn: z.int().nullable(),
  content: draftContentSchema,
  authors: z.array(person),
  changedBy: person,
  changedAt: instantSchema,
  submittedAt: instantSchema.nullable(),
  reviewNote: z.string().nullable(),
  returnedBy: person.nullable(),
});
export type KnowledgeDraft = z.infer<typeof draftSchema>;

/** GET /api/knowledge/entries/{id} */
export const entryAnswer = z
  .object({
    id: z.string(),
    published: z
      .object({
        version: z.int(),
        status: z.enum(entryStatuses),
        content: draftContentSchema,
        wordings: z.array(
          z.object({
            text: z.string(),
            origin: z.enum(['editor', 'question']),
            by: z.string().nullable(),
            at: instantSchema,
          }),
        ),
        validity: z.enum(validities),
      })
      .nullable(),
    draft: draftSchema.nullable(),
    versions: z.array(
      z.object({
        version: z.int(),
        status: z.enum(entryStatuses),
        at: instantSchema,
        authors: z.array(z.string()),
        reviewer: z.string().nullable(),
      }),
    ),
    mayReview: z.boolean().meta({ description: 'True when the reader may publish or return the draft.' }),
  })
  .meta({ id: 'EditedKnowledgeEntry' });
export type EditedEntry = z.infer<typeof entryAnswer>;

/** GET /api/knowledge/entries/{id}/versions/{version} */
export const entryVersionAnswer = z
  .object({
    version: z.int(),
    status: z.enum(entryStatuses),
    at: instantSchema,
    content: contentSchema,
    authors: z.array(z.string()),
    reviewer: z.string().nullable(),
  })
  .meta({ id: 'KnowledgeEntryVersion' });
export type EntryVersion = z.infer<typeof entryVersionAnswer>;

/** PUT /api/knowledge/entries/{id}/draft */
const revision = z.int().min(1).max(2_147_483_647);
export const keepDraftBody = z.object({
  revision: revision.nullable().meta({ description: 'Revision that was changed; null to begin a draft.' }),
  content: entryDraftSchema,
});
export const keptDraftAnswer = z.object({ revision: z.int(), state: z.enum(draftStates) });

/** Submitting, publishing and discarding name the revision that was read. */
export const draftRevisionBody = z.object({ revision });
export const returnBody = z.object({ revision, note: words(entryLimits.note) });
export const publishedAnswer = z.object({ version: z.int() });
/** POST /api/knowledge/entries/{id}/withdrawal */
export const withdrawalBody = z.object({ version: revision });
