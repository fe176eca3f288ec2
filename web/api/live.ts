/**
 * The live connection at /api/live: what the two sides say to each other, each message one JSON text.
 *
 * 1. The first message is `auth` with a ticket, which opens one connection once; the answer is `ready`.
 * 2. A page follows topics. `subscribe` is answered by `subscribed` or `refused`; then `event`s come, each with its cursor.
 * 3. A cursor is a decimal number that only grows within its topic. With `after` the page gets what came since as one event, or `reset`
 *    when that is not known any more: it then fetches anew what it shows. There is no third way.
 * 4. Events may come twice, and never carry contents: ids, positions and counts. What they mean for a page it fetches over HTTP.
 * 5. A right that is lost ends the subscription with `refused`.
 */
import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { idSchema, instantSchema } from './common.ts';
import { worklistPartCounts } from './desk.ts';

/** POST /api/live/tickets: the first message on the WebSocket is {type: 'auth', ticket}. */
export const ticketAnswer = z.object({ ticket: z.string(), expiresAt: instantSchema });

/** Where a topic's name is followed by the id of what it is about. */
const subjects = {
  /** One case; the cursor is its version. */
  case: z.uuid(),
  /** The to-dos of a centre, for those who work there. */
  worklist: z.string().min(1).max(100),
  /** The cases and notices of an identity, for itself. */
  identity: z.uuid(),
  /** All cases of a centre, for its supervisors. */
  board: z.string().min(1).max(100),
  /** All cases of a region, for its administrators. */
  'region-board': z.string().min(1).max(100),
};
export type TopicKind = keyof typeof subjects;
export type Topic = { [Kind in TopicKind]: { kind: Kind; id: string } }[TopicKind];
/** As it stands in messages. */
export type TopicName = `${TopicKind}/${string}`;

const isTopicKind = (kind: string): kind is TopicKind => Object.hasOwn(subjects, kind);

/** @returns null for what is no topic */
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
  z.object({ type: z.literal('ping') }),
]);
export type LiveCommand = z.infer<typeof liveCommandSchema>;

/** Where a to-do stands now in a centre's worklist: enough to judge whether a list that is shown has to be fetched. */
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

/** What an event of each kind of topic tells. */
const bodies = {
  case: z.object({ version: z.int() }),
  worklist: z.object({
    /** `standing` is null when the case is no to-do of this centre any more. */
    changes: z.array(changedCase.extend({ standing: standingSchema.nullable() })),
    counts: worklistPartCounts,
  }),
  identity: z.object({ changes: z.array(changedCase), unread: z.object({ todo: z.int(), news: z.int() }) }),
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
  /** All earlier positions have been told on this connection, and whoever fetches a list from now on has them. */
  z.object({ type: z.literal('ready'), position: cursorSchema }),
  z.object({ type: z.literal('pong'), position: cursorSchema }),
  /** `positioned`: the topic's cursors are positions, as in `ready`. */
  z.object({ type: z.literal('subscribed'), topic: topicSchema, cursor: cursorSchema, positioned: z.boolean() }),
  z.object({ type: z.literal('reset'), topic: topicSchema, cursor: cursorSchema }),
  z.object({ type: z.literal('refused'), topic: topicSchema, code: z.enum(refusals) }),
  eventOf('case'),
  eventOf('worklist'),
  eventOf('identity'),
  eventOf('board'),
  eventOf('region-board'),
]);
export type LiveMessage = z.infer<typeof liveMessageSchema>;
export type LiveEvent = Extract<LiveMessage, { type: 'event' }>;
