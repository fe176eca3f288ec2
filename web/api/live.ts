/**
 * Protocol of the live connection at /api/live. Each message is one JSON text.
 *
 * 1. The client's first message is `auth` with a ticket; a ticket opens one connection, once. The server answers `ready`.
 * 2. A page follows topics. The server answers `subscribe` with `subscribed` or `refused`, then sends `event`s, each with its cursor.
 * 3. A cursor is a decimal number that only grows within its topic. With `after`, the page gets all missed changes as one event, or `reset`
 *    when the server no longer has them; the page then fetches what it shows. There is no third case.
 * 4. Delivery is at least once. Events carry ids, positions and counts, never contents; the page fetches contents over HTTP. The one
 *    exception is a chat: its events carry the messages as this reader may see them, because a fetch for each would cost every message a
 *    second way.
 * 5. When the right to follow is lost, the subscription ends with `refused`.
 * 6. `typing` is passed on to the other followers of a chat, at most once a second, if its sender may write there. It is never stored: a
 *    page forgets it after five seconds, or when that speaker's message arrives.
 */
import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { chatMessageSchema, floorSchema, marksSchema } from './chat.ts';
import { idSchema, instantSchema } from './common.ts';
import { worklistPartCounts } from './desk.ts';

/** POST /api/live/tickets: a ticket for the first message on the WebSocket, {type: 'auth', ticket}. */
export const ticketAnswer = z.object({ ticket: z.string(), expiresAt: instantSchema });

/** Subject ids of the topics that have one; the subject follows the topic's kind in its name. */
const subjects = {
  /** One case; the cursor is its version. */
  case: z.uuid(),
  /** Chat of a case; the cursor is the number of its last message. */
  chat: z.uuid(),
  /** Worklist of a centre, for its officers. */
  worklist: z.string().min(1).max(100),
  /** Cases and notices of one identity, for that taxpayer. */
  identity: z.uuid(),
  /** Places for appointments at a centre; the cursor is a time. */
  slots: z.string().min(1).max(100),
  /** All cases of a centre, for its supervisors. */
  board: z.string().min(1).max(100),
  /** All cases of a region, for its administrators. */
  'region-board': z.string().min(1).max(100),
};
export type TopicKind = keyof typeof subjects;
export type Topic = { [Kind in TopicKind]: { kind: Kind; id: string } }[TopicKind];
/** A topic's name in messages. */
export type TopicName = `${TopicKind}/${string}`;

const isTopicKind = (kind: string): kind is TopicKind => Object.hasOwn(subjects, kind);

/** @returns null when the name is not that of a topic */
export function topicOf(name: string): Topic | null {
  const slash = name.indexOf('/');
  const [kind, id] = [name.slice(0, slash), name.slice(slash + 1)];
  return slash > 0 && isTopicKind(kind) && subjects[kind].safeParse(id).success ? { kind, id } : null;
}

const cursorSchema = z.string().regex(/^\d{1,20}$/);
const topicSchema = z.string().max(150);

export const liveCommandSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auth'), ticket: z.string().max(4_096) }),
  z.object({ type: z.literal('subscribe'), topic: topicSchema, after: cursorSchema.optional() }),
  z.object({ type: z.literal('unsubscribe'), topic: topicSchema }),
  z.object({ type: z.literal('typing'), topic: topicSchema }),
  z.object({ type: z.literal('ping') }),
]);
export type LiveCommand = z.infer<typeof liveCommandSchema>;

/** Present position of a to-do in a centre's worklist: enough to decide whether a list on screen must be fetched again. */
const standingSchema = z.object({
  kind: z.enum(caseKinds),
  typeId: z.string(),
  assigneeId: idSchema.nullable(),
  turn: z.enum(['officer', 'taxpayer']),
  rank: z.int(),
  dueAt: instantSchema,
  escalated: z.boolean(),
});
const changedCase = z.object({ caseId: idSchema, version: z.int() });

/** Bodies of the events, by kind of topic. */
const bodies = {
  case: z.object({ version: z.int() }),
  /** New messages, and earlier ones that have changed: each replaces the one with its number. */
  chat: z.object({ messages: z.array(chatMessageSchema), marks: marksSchema, floor: floorSchema }),
  worklist: z.object({
    /** `standing` is null when the case is no longer a to-do of this centre. */
    changes: z.array(changedCase.extend({ standing: standingSchema.nullable() })),
    counts: worklistPartCounts,
  }),
  identity: z.object({ changes: z.array(changedCase), unread: z.object({ todo: z.int(), news: z.int() }) }),
  /** Places were taken or given back: the page fetches what it shows. */
  slots: z.object({}),
  board: z.object({ changes: z.array(changedCase) }),
  'region-board': z.object({ changes: z.array(changedCase) }),
} satisfies Record<TopicKind, z.ZodType>;
export type EventBody<Kind extends TopicKind> = z.infer<(typeof bodies)[Kind]>;

const refusals = ['unknown-topic', 'not-allowed', 'too-many-topics'] as const;

const eventOf = <Kind extends TopicKind>(kind: Kind) =>
  z.object({
    type: z.literal('event'),
    kind: z.literal(kind),
    topic: topicSchema,
    cursor: cursorSchema,
    body: bodies[kind],
  });

export const liveMessageSchema = z.union([
  /** All earlier positions have been sent on this connection; a list fetched from now on includes them. */
  z.object({ type: z.literal('ready'), position: cursorSchema }),
  z.object({ type: z.literal('pong'), position: cursorSchema }),
  /** `positioned`: the topic's cursors are positions in the log of changes, as in `ready`. */
  z.object({ type: z.literal('subscribed'), topic: topicSchema, cursor: cursorSchema, positioned: z.boolean() }),
  z.object({ type: z.literal('reset'), topic: topicSchema, cursor: cursorSchema }),
  z.object({ type: z.literal('refused'), topic: topicSchema, code: z.enum(refusals) }),
  z.object({ type: z.literal('typing'), topic: topicSchema, speaker: z.enum(['taxpayer', 'officer']) }),
  eventOf('case'),
  eventOf('chat'),
  eventOf('worklist'),
  eventOf('identity'),
  eventOf('slots'),
  eventOf('board'),
  eventOf('region-board'),
]);
export type LiveMessage = z.infer<typeof liveMessageSchema>;
export type LiveEvent = Extract<LiveMessage, { type: 'event' }>;
