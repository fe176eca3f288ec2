/** 互动 over HTTP: beginning one, its commands, its part of a case. */
import { z } from 'zod';

import { callStages, callWays, mediaUses, recordingStages } from '../../../domain/call.ts';
import { conversationStatuses, requestCauses } from '../../../domain/conversation/conversation.ts';
import { caseCore, caseOf, note, ownCasesQuery, sharedBodies } from '../cases.ts';
import { idSchema, instantSchema, pageOf } from '../common.ts';

/** Every command about a call names it, so that a late one touches no other. */
const aCall = z.object({ callId: idSchema.meta({ description: 'Made by whoever asks for the call or invites to it.' }) });
const aRecording = aCall.extend({ recordingId: idSchema.meta({ description: 'Made by the officer who asks for it.' }) });

export const conversationCommandBodies = {
  requestOfficer: z.object({
    cause: z.enum(requestCauses).default('button'),
    typeId: z.string().min(1).nullable().default(null).meta({ description: 'Matter; null when the taxpayer has not chosen one.' }),
  }),
  leaveQueue: z.object({}),
  accept: z.object({}),
  decline: z.object({}),
  claim: sharedBodies.claim,
  release: sharedBodies.release,
  handOver: z.object({
    to: z.union([
      z.object({ officerId: idSchema }),
      z.object({ groupId: z.string().min(1), centreId: z.string().min(1) }),
      z.object({ centreId: z.string().min(1) }),
    ]),
    note,
  }),
  reassign: sharedBodies.reassign,
  prioritise: z.object({}),
  askSupervisor: z.object({ note: note.nullable().default(null) }),
  join: z.object({}),
  leave: z.object({}),
  stay: z.object({}),
  close: z.object({ summary: note.nullable().default(null).meta({ description: 'Matter and result, by the officer.' }) }),
  end: sharedBodies.end,
  rate: sharedBodies.rate,
  askCall: aCall.extend({ way: z.enum(callWays) }),
  inviteCall: aCall.extend({ way: z.enum(callWays) }),
  consentCall: aCall.extend({
    uses: z.array(z.enum(mediaUses)).min(1).max(mediaUses.length).meta({ description: 'What of the taxpayer is used.' }),
  }),
  refuseCall: aCall,
  endCall: aCall,
  askRecording: aRecording,
  consentRecording: aRecording,
  refuseRecording: aRecording,
  stopRecording: aRecording,
} as const;

/** Wait for an officer, from what was measured. Null when there is not enough to go by. */
const waitSchema = z.object({
  place: z.int().min(1),
  minutes: z.object({ from: z.number(), to: z.number() }).nullable(),
});

/** A conversation as its page shows it. */
export const conversationCaseSchema = caseOf('conversation', conversationStatuses, {
  conversation: z
    .object({
      cause: z.enum(requestCauses).nullable(),
      waitingSince: instantSchema.nullable(),
      wait: waitSchema.nullable(),
      /** Until when silence does not end it; null while nobody has been warned. */
      endsAt: instantSchema.nullable(),
      lapsed: z.boolean().meta({ description: 'True while a place that was given up for absence has not been asked for again.' }),
      offeredUntil: instantSchema.nullable(),
      /** Since when a supervisor is asked for support; null for taxpayers. */
      supportAskedAt: instantSchema.nullable(),
      /** True when the reader has joined it as a supervisor. */
      joined: z.boolean(),
      call: z
        .object({
          id: idSchema,
          way: z.enum(callWays),
          stage: z.enum(callStages),
          askedBy: z.enum(['taxpayer', 'officer']),
          uses: z.array(z.enum(mediaUses)).meta({ description: 'What the taxpayer has consented to.' }),
          connectedAt: instantSchema.nullable(),
          answerBy: instantSchema.nullable(),
          recording: z
            .object({
              id: idSchema,
              stage: z.enum(recordingStages),
              days: z.int().min(1).meta({ description: 'For which it will be kept.' }),
            })
            .nullable()
            .meta({ description: 'The recording that is asked for or goes on.' }),
        })
        .nullable()
        .meta({ description: 'The call that is asked for or goes on (C8, C9).' }),
    })
    .meta({ id: 'ConversationPart' }),
}).meta({ id: 'ConversationCase' });

/**
 * GET /api/conversations/current: the taxpayer's conversation that goes on, and what the window says before the first word. The next
 * conversation begins with the first message.
 */
export const currentConversationAnswer = z
  .object({
    conversation: z.object({ id: idSchema, status: z.enum(conversationStatuses) }).nullable(),
    /** The last one that ended and can still be rated. */
    ratable: idSchema.nullable(),
    centre: z.object({ id: z.string(), name: z.string() }),
    notice: z.string().meta({ description: 'Words of the region below the greeting; empty for none.' }),
    officers: z
      .object({
        open: z.boolean().meta({ description: 'True within working hours.' }),
        opensAt: instantSchema.nullable(),
        onDuty: z.boolean().meta({ description: 'True when somebody of the centre is present.' }),
      })
      .meta({ description: 'Whether officers can be asked for now.' }),
    types: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .meta({ description: 'Matters to choose from when asking for an officer.' }),
    hot: z.array(z.object({ id: z.string(), question: z.string() })).meta({ description: '热点推荐' }),
    topics: z
      .array(z.object({ name: z.string(), entries: z.array(z.object({ id: z.string(), question: z.string() })) }))
      .meta({ description: '问答套餐' }),
  })
  .meta({ id: 'CurrentConversation' });
export type CurrentConversation = z.infer<typeof currentConversationAnswer>;

export const ownConversationsQuery = ownCasesQuery(conversationStatuses);
export const ownConversationsAnswer = pageOf(
  z.object({ ...caseCore, status: z.enum(conversationStatuses), excerpt: z.string() }).meta({ id: 'OwnConversation' }),
);
