/** Conversations on the officers' desk. */
import { z } from 'zod';

import { requestCauses } from '../../../domain/conversation/conversation.ts';
import { officerStatuses } from '../../../domain/officer-status.ts';
import { idSchema, instantSchema } from '../common.ts';

const described = {
  id: idSchema,
  number: z.string(),
  taxpayer: z.string().meta({ description: 'Name of the company or the natural person.' }),
  type: z.object({ id: z.string(), name: z.string() }),
  cause: z.enum(requestCauses).nullable(),
};

const ownSchema = z
  .object({
    ...described,
    status: z.enum(['offered', 'active']),
    since: instantSchema.meta({ description: 'When it was offered, or since when the officer has it.' }),
    offeredUntil: instantSchema.nullable(),
    unread: z.int().meta({ description: 'Messages of others that the officer has not read; at most 99 are counted.' }),
    last: z
      .object({
        by: z.enum(['taxpayer', 'officer', 'robot']),
        at: instantSchema,
        type: z.string().meta({ description: 'Type of the message’s content; `recalled` when its sender has recalled it.' }),
        excerpt: z.string(),
      })
      .nullable()
      .meta({ description: 'Last message of a person or of the robot.' }),
  })
  .meta({ id: 'DeskConversation' });
export type DeskConversation = z.infer<typeof ownSchema>;

const waitingSchema = z
  .object({
    ...described,
    place: z.int().min(1),
    waitingSince: instantSchema,
    front: z.boolean().meta({ description: 'True when it goes before those that have waited longer.' }),
  })
  .meta({ id: 'WaitingConversation' });
export type WaitingConversation = z.infer<typeof waitingSchema>;

/** GET /api/desk/conversations */
export const deskConversationsAnswer = z
  .object({
    own: z.array(ownSchema).meta({ description: 'Offers first, then the longest held.' }),
    waiting: z.array(waitingSchema).meta({ description: 'The first of the centre’s queue.' }),
    waitingTotal: z.int(),
    mentions: z
      .array(
        z.object({
          id: idSchema,
          number: z.string(),
          taxpayer: z.string(),
          by: z.string().meta({ description: 'Colleague who wrote the note.' }),
          at: instantSchema,
          excerpt: z.string(),
        }),
      )
      .meta({ description: 'Conversations with a note that mentions the officer and that they have not seen, newest first; at most 20.' }),
    support: z
      .array(z.object({ ...described, since: instantSchema, officer: z.object({ id: idSchema, name: z.string() }) }))
      .meta({ description: 'For supervisors: conversations whose officer asks for support, the longest asking first; at most 20.' }),
    joined: z
      .array(z.object({ ...described, officer: z.object({ id: idSchema, name: z.string() }) }))
      .meta({ description: 'Conversations in which the supervisor speaks beside the officer.' }),
    held: z.int().meta({ description: 'Number of conversations that count against the capacity.' }),
    capacity: z.int(),
    status: z.enum(officerStatuses).meta({ description: 'The officer’s own, wherever it was set.' }),
    statusReason: z.string().nullable(),
  })
  .meta({ id: 'DeskConversations' });
export type DeskConversations = z.infer<typeof deskConversationsAnswer>;

const colleagueSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    role: z.enum(['agent', 'supervisor']),
    status: z.enum(officerStatuses),
    statusReason: z.string().nullable(),
    present: z.boolean().meta({ description: 'True while a page of theirs is open.' }),
    held: z.int(),
    capacity: z.int(),
  })
  .meta({ id: 'ConversationColleague' });
export type ConversationColleague = z.infer<typeof colleagueSchema>;

/** GET /api/desk/conversations/targets: the possible receivers of a conversation, without the caller and their own centre. */
export const conversationTargetsAnswer = z
  .object({
    colleagues: z.array(colleagueSchema),
    centres: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        open: z.boolean().meta({ description: 'True within its working hours.' }),
        opensAt: instantSchema.nullable(),
        present: z.int().meta({ description: 'Number of officers who are present and not away.' }),
        waiting: z.int(),
      }),
    ),
    groups: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        centre: z.object({ id: z.string(), name: z.string() }),
        open: z.boolean(),
        opensAt: instantSchema.nullable(),
        present: z.int(),
        members: z.int(),
      }),
    ),
  })
  .meta({ id: 'ConversationTargets' });
export type ConversationTargets = z.infer<typeof conversationTargetsAnswer>;
export type TargetGroup = ConversationTargets['groups'][number];
export type TargetCentre = ConversationTargets['centres'][number];

const figuresSchema = z
  .object({
    ended: z.int().meta({ description: 'Conversations that ended in the period; the next three are its parts.' }),
    robotOnly: z.int().meta({ description: 'Nobody asked for an officer.' }),
    abandoned: z.int().meta({ description: 'An officer was asked for and never came.' }),
    attended: z.int().meta({ description: 'An officer had the floor.' }),
    answered: z.int().meta({ description: 'An officer had the floor for the first time in the period.' }),
    answeredSoon: z.int().meta({ description: 'Those of them within three minutes of the request (GB/T 33358).' }),
    idleSeconds: z.int().meta({
      description:
        'Seconds for which officers were free while conversations waited that they could have taken; 0 when the allocation works.',
    }),
    promises: z
      .object({ promised: z.int(), kept: z.int() })
      .meta({ description: 'Waits of which an end was promised and that are decided, and how many of these promises were kept.' }),
    causes: z.array(z.object({ cause: z.enum(requestCauses), count: z.int() })).meta({ description: 'Requests for an officer by reason.' }),
  })
  .meta({ id: 'ConversationFigures' });
export type ConversationFigures = z.infer<typeof figuresSchema>;

/** GET /api/supervision/conversations/report */
export const conversationReportAnswer = figuresSchema;

/** GET /api/supervision/conversations: the conversations of the supervisor's centre at this moment. */
export const conversationBoardAnswer = z
  .object({
    waiting: z.int(),
    waitingSince: instantSchema.nullable().meta({ description: 'Since when the longest waiting one waits.' }),
    offered: z.int(),
    active: z.int(),
    idle: z.int().meta({ description: 'Waiting conversations that an officer could take now; 0 when the allocation works.' }),
    today: figuresSchema.meta({ description: 'Since midnight, Asia/Shanghai, with the waits that go on.' }),
    queue: z.array(waitingSchema),
    running: z.array(
      z.object({
        ...described,
        status: z.enum(['offered', 'active']),
        since: instantSchema,
        officer: z.object({ id: idSchema, name: z.string() }),
      }),
    ),
    officers: z.array(colleagueSchema),
  })
  .meta({ id: 'ConversationBoard' });
export type ConversationBoard = z.infer<typeof conversationBoardAnswer>;
