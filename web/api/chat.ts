/**
 * Chat of a case over HTTP.
 *
 * 1. `seq` numbers the messages of one case from 1 without gaps. A page asks for what comes after the last one that it has.
 * 2. `clientId` is chosen by the sender. The same id with the same content returns the stored message; with other content it is refused.
 * 3. A reader gets only what is meant for them: internal notes reach officers alone, and are left out of a taxpayer's list. Their numbers are
 *    missing there; `through` says up to where the list is complete.
 */
import { z } from 'zod';

import { lengthOf } from '../../domain/input/text.ts';
import { maxTextLength } from '../../domain/settings.ts';
import { always, uploadIds } from './cases.ts';
import { attachmentSchema, idSchema, instantSchema } from './common.ts';

const entrySchema = z.object({ id: z.string(), question: z.string() });
const sourceSchema = z.object({ title: z.string(), number: z.string().nullable(), date: z.string().nullable() });

/** Place of a counter that the entry names, and the hall of the taxpayer's own bureau with its weekly hours (Monday is 1). */
const weekdaySchema = z.int().min(1).max(7);
const counterSchema = z.object({
  place: z.string().nullable(),
  hall: z.object({
    name: z.string(),
    address: z.string().meta({ description: 'Empty when the bureau has not entered it.' }),
    hours: z.array(
      z.object({
        from: weekdaySchema,
        to: weekdaySchema,
        spans: z.array(z.object({ from: z.string(), to: z.string() })),
      }),
    ),
  }),
});

/** Content of a message, by type. */
const chatContentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('files'), text: z.string(), files: z.array(attachmentSchema) }),
  /** Answer of the robot, or one that an officer sent from the knowledge: Markdown. */
  z.object({
    type: z.literal('answer'),
    entryId: z.string(),
    version: z.int(),
    question: z.string(),
    text: z.string(),
    written: z
      .object({
        text: z.string().meta({ description: 'Plain text, in which [1] names the first of the entries.' }),
        done: z.boolean().meta({ description: 'False while more is written; it may be taken back then.' }),
        entries: z.array(entrySchema.extend({ number: z.int().min(1) })),
      })
      .nullable()
      .meta({ description: 'What a language model has written from the knowledge; null where there is none.' }),
    counterOnly: z.boolean(),
    counter: counterSchema.nullable().meta({ description: 'Where to go with a matter that is handled at a counter only, as it was told.' }),
    sources: z.array(sourceSchema),
    related: z.array(entrySchema),
    rating: z.enum(['useful', 'useless']).nullable(),
  }),
  /** Related questions to choose from (B4). */
  z.object({ type: z.literal('choices'), entries: z.array(entrySchema) }),
  /** The robot knows nothing and offers other ways. `text` says why nobody can be asked for now; null when that was not tried. */
  z.object({ type: z.literal('none'), text: z.string().nullable() }),
  /** Another case of the thread that lives in the chat, such as a 业务办理服务确认单. */
  z.object({ type: z.literal('card'), kind: z.string(), caseId: idSchema }),
  /**
   * Event of the case between the messages. `data` has what the story of the case tells of it, and `centre` and `who`: where the officer
   * works, and, for officers, who acted.
   */
  z.object({
    type: z.literal('line'),
    event: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
  /** Recalled by its sender. */
  z.object({ type: z.literal('recalled') }),
]);
export type ChatContent = z.infer<typeof chatContentSchema>;

export const chatMessageSchema = z
  .object({
    seq: z.int().min(1),
    clientId: idSchema,
    at: instantSchema,
    speaker: z.enum(['taxpayer', 'officer', 'robot', 'system']),
    /** Officer for officers; for a taxpayer the name of the centre replaces the officer's. */
    name: z.string().nullable(),
    own: z.boolean().meta({ description: 'True for the reader’s own messages.' }),
    internal: z.boolean().meta({ description: 'True for notes among officers.' }),
    content: chatContentSchema,
    quote: z.object({ seq: z.int(), name: z.string().nullable(), excerpt: z.string() }).nullable(),
    recallableUntil: instantSchema.nullable().meta({ description: 'Until when the reader can recall it; null when they cannot.' }),
  })
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** What each side has received and read, as the number of the last message. */
export const marksSchema = z.object({
  taxpayer: z.object({ delivered: z.int(), read: z.int() }),
  officer: z.object({ delivered: z.int(), read: z.int() }),
});
export type ChatMarks = z.infer<typeof marksSchema>;

/** Who may write now. `epoch` is sent along with every message and refused when it is out of date. */
export const floorSchema = z.object({ epoch: z.int(), mayWrite: z.boolean(), robot: z.boolean(), officer: z.string().nullable() });
export type ChatFloor = z.infer<typeof floorSchema>;

/**
 * GET /api/cases/{id}/chat: with `after` the messages that follow, oldest first; with `before` the page before it; without both the last
 * page.
 */
export const chatQuery = z.object({
  after: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  before: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
});
export const chatAnswer = z
  .object({
    messages: z.array(chatMessageSchema),
    through: z.int().meta({ description: 'The list is complete up to this number.' }),
    earlier: z.boolean().meta({ description: 'True when there are messages before the first one.' }),
    last: z.int().meta({ description: 'Number of the last message of the chat.' }),
    marks: marksSchema,
    floor: floorSchema,
  })
  .meta({ id: 'Chat' });
export type ChatPage = z.infer<typeof chatAnswer>;

/** POST /api/cases/{id}/chat: a text, files with or without one, or a question chosen among those that the robot offers. */
const written = z.object({
  clientId: idSchema,
  epoch: z.int().min(0),
  text: z
    .string()
    .trim()
    .refine((text) => lengthOf(text) <= maxTextLength, { params: { code: 'too-long', limit: maxTextLength } })
    .default(''),
  uploadIds,
  entryId: z
    .string()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .meta({ description: 'Knowledge entry that is asked for, or sent by an officer.' }),
  quotes: z.int().min(1).max(2_147_483_647).nullable().default(null),
  internal: z.boolean().default(false).meta({ description: 'True for a note among officers; taxpayers cannot write any.' }),
  mentions: z.array(idSchema).max(5).default([]).meta({ description: 'Officers of the centre whom a note mentions; they are told.' }),
});
/** Something is said: characters that are drawn as nothing are no text. */
const saysSomething = ({ text, uploadIds: files, entryId }: Pick<z.output<typeof written>, 'text' | 'uploadIds' | 'entryId'>): boolean =>
  (typeof text === 'string' && lengthOf(text) > 0) || (Array.isArray(files) && files.length > 0) || typeof entryId === 'string';
export const chatMessageBody = written
  .refine(
    ({ internal, mentions }: { internal?: unknown; mentions?: unknown }) =>
      internal === true || !Array.isArray(mentions) || mentions.length === 0,
    {
      path: ['mentions'],
      params: { code: 'invalid' },
      ...always,
    },
  )
  .refine(saysSomething, { path: ['text'], params: { code: 'required' }, ...always })
  .meta({ id: 'ChatMessageBody' });
export type ChatMessageBody = z.input<typeof chatMessageBody>;

/** GET /api/cases/{id}/chat/files: files that were sent in the chat, oldest first. */
export const chatFilesAnswer = z.object({
  items: z.array(z.object({ seq: z.int(), at: instantSchema, by: z.enum(['taxpayer', 'officer']), file: attachmentSchema })),
});
export type ChatFiles = z.infer<typeof chatFilesAnswer>;
/** POST /api/cases/{id}/chat/files/{uploadId}/copy: an upload of one's own, not handed in yet. */
export const copiedUploadSchema = z.object({ id: idSchema, name: z.string(), size: z.int() });
export type CopiedUpload = z.infer<typeof copiedUploadSchema>;

/** PUT /api/cases/{id}/chat/marks: they only move forward, and never past the last message. */
const mark = z.int().min(0).max(2_147_483_647);
export const chatMarksBody = z.object({ delivered: mark, read: mark });

/** PUT /api/cases/{id}/chat/{seq}/rating (B5) */
export const answerRatingBody = z.object({ rating: z.enum(['useful', 'useless']) });

/** GET /api/cases/{id}/chat/download (A7) */
export const chatDownloadQuery = z.object({ format: z.enum(['html', 'text']).default('html') });
