/** 互动 on the server: its commands, and its part of a case. */
import type { Case } from '../../../db/models/index.ts';
import { handlingGroups } from '../../../db/handling-groups.ts';
import { placeOf } from '../../../db/directory.ts';
import { recordPromise } from '../../../db/conversation/promises.ts';
import { queueStand, type QueueStand } from '../../../db/conversation/queue-stand.ts';
import { settingsOf } from '../../../db/settings.ts';
import type { ConversationCommand } from '../../../domain/conversation/conversation.ts';
import { conversationKind } from '../../../domain/conversation/kind.ts';
import { conversationCaseSchema, conversationCommandBodies } from '../../api/conversation/conversation.ts';
import { intent } from '../cases/intent.ts';
import { defineServerKind } from '../cases/server-kind.ts';
import { sharedSummaries } from '../cases/shared-summaries.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';
import { checkOfficer } from '../officers/checks.ts';
import { checkMedia, presentCall } from './call.ts';
import { checkRequest } from './checks.ts';
import { conversationPolicyFrom } from './policy.ts';
import { cannedReplyRoutes } from './canned-replies.ts';
import { conversationBoardRoutes } from './board.ts';
import { conversationDeskRoutes } from './desk.ts';
import { conversationRoutes } from './routes.ts';

/** @throws Fault `officer-unknown`, `centre-unknown`, `type-unknown`, `queue-full`, `nobody-on-duty`, `media-preparing` */
async function check(image: Case, command: ConversationCommand, deps: Deps): Promise<void> {
  if (command.type === 'requestOfficer') await checkRequest(image, command, deps);
  if (command.type === 'askCall' || command.type === 'inviteCall') await checkMedia(deps);
  if (command.type === 'reassign') await checkOfficer(command.officerId, image.centre_id, 'officerId', deps);
  if (command.type !== 'handOver') return;
  if ('groupId' in command.to) await checkGroup(image, command.to, deps);
  else if ('officerId' in command.to) await checkOfficer(command.to.officerId, image.centre_id, 'to.officerId', deps);
  else if ((await placeOf(deps.knex, image.region_id, command.to.centreId)) === undefined)
    throw new Fault('centre-unknown', { fields: [{ path: 'to.centreId', code: 'not-a-choice' }] });
}

/** @throws Fault `group-unknown` unless the group is one of this centre, in the region of the case */
async function checkGroup(
  { region_id }: Case,
  { groupId, centreId }: { groupId: string; centreId: string },
  { knex }: Deps,
): Promise<void> {
  const group = (await handlingGroups(knex, [groupId])).get(groupId);
  const place = group?.centre_id === centreId ? await placeOf(knex, region_id, centreId) : undefined;
  if (place === undefined) throw new Fault('group-unknown', { fields: [{ path: 'to.groupId', code: 'not-a-choice' }] });
}

const instant = (at: number | null | undefined): string | null => (at === null || at === undefined ? null : new Date(at).toISOString());

export const conversationServerKind = defineServerKind({
  kind: conversationKind,
  namespace: 'conversation',
  routes: () => [...conversationRoutes, ...conversationDeskRoutes, ...conversationBoardRoutes, ...cannedReplyRoutes],
  shape: conversationCaseSchema,
  bodies: conversationCommandBodies,
  bodiesWithFiles: () => ({}),
  summaries: {
    ...sharedSummaries,
    requestOfficer: 'Ask for an officer (C1)',
    leaveQueue: 'Leave the queue',
    accept: 'Accept an offered conversation',
    decline: 'Decline an offered conversation',
    askSupervisor: 'Ask a supervisor for support',
    join: 'Speak beside the officer (supervisors)',
    leave: 'Stop speaking beside the officer (supervisors)',
    prioritise: 'Raise a waiting conversation (supervisors)',
    stay: 'Keep a conversation that is about to end',
    close: 'End a conversation',
    askCall: 'Ask for audio and video or remote assistance (C8, C9)',
    inviteCall: 'Invite to a call, or accept the request for one',
    consentCall: 'Consent to a call and to what is used in it; in a call, change that',
    refuseCall: 'Refuse an invitation or a request',
    endCall: 'End a call, or withdraw the request or the invitation',
    askRecording: 'Ask the taxpayer whether the call may be recorded',
    consentRecording: 'Consent to the recording of the call, apart from the call itself',
    refuseRecording: 'Refuse the recording; the call goes on',
    stopRecording: 'Stop the recording, or withdraw the question; the call goes on',
  },
  intents: {
    requestOfficer: ({ cause, typeId }) => intent({ type: 'requestOfficer', cause, typeId }),
    leaveQueue: () => intent({ type: 'leaveQueue' }),
    accept: () => intent({ type: 'accept' }),
    decline: () => intent({ type: 'decline' }),
    claim: () => intent({ type: 'claim' }),
    release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
    handOver: ({ to, note }) => intent({ type: 'handOver', to, noteId: note.id }, note),
    reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
    askSupervisor: ({ note }) => intent({ type: 'askSupervisor', noteId: note?.id ?? null }, note),
    join: () => intent({ type: 'join' }),
    leave: () => intent({ type: 'leave' }),
    prioritise: () => intent({ type: 'prioritise' }),
    stay: () => intent({ type: 'stay' }),
    close: ({ summary }) => intent({ type: 'close', summaryId: summary?.id ?? null }, summary),
    end: ({ reason }) => intent({ type: 'end', reasonId: reason.id }, reason),
    rate: ({ resolved, stars, comment }) => intent({ type: 'rate', resolved, stars, textId: comment?.id ?? null }, comment),
    askCall: ({ callId, way }) => intent({ type: 'askCall', callId, way }),
    inviteCall: ({ callId, way }) => intent({ type: 'inviteCall', callId, way }),
    consentCall: ({ callId, uses }) => intent({ type: 'consentCall', callId, uses }),
    refuseCall: ({ callId }) => intent({ type: 'refuseCall', callId }),
    endCall: ({ callId }) => intent({ type: 'endCall', callId }),
    askRecording: (body) => intent({ type: 'askRecording', ...body }),
    consentRecording: (body) => intent({ type: 'consentRecording', ...body }),
    refuseRecording: (body) => intent({ type: 'refuseRecording', ...body }),
    stopRecording: (body) => intent({ type: 'stopRecording', ...body }),
  },
  check,
  isResult: (command, { status, stars, resolved }) =>
    command.type === 'rate' && status === 'rated' && stars === command.stars && resolved === command.resolved,
  policyInForce: async (knex, { regionId, centreId }) => conversationPolicyFrom(await settingsOf(knex, regionId, centreId)),
  ground: async (knex, state, reader): Promise<QueueStand | null> => {
    if (state.status !== 'queued' || state.waitingSince === null) return null;
    const stand = await queueStand(knex, state.id);
    if (reader.kind === 'taxpayer' && stand !== null && stand.minutes !== null)
      await recordPromise(knex, state.id, state.waitingSince, stand.minutes);
    return stand;
  },
  namesOf: () => ({ stages: [], papers: [] }),
  present: ({ state, ground }, { forOfficers, readerId }) => ({
    conversation: {
      cause: state.cause,
      waitingSince: instant(state.waitingSince),
      wait: ground,
      endsAt: state.silenceClock?.warned === true ? instant(state.silenceClock.dueAt) : null,
      lapsed: state.lapsed === true,
      offeredUntil: state.status === 'offered' ? instant(state.clock?.dueAt) : null,
      supportAskedAt: forOfficers ? instant(state.supportAskedAt) : null,
      joined: forOfficers && state.joinedId === readerId,
      call: presentCall(state.call),
    },
  }),
});
