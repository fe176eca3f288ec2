/** Decides commands to a conversation (rules 1–4, 7, 8 and 10 of `conversation.ts`). */
import { isWorkingTime, nextOpening } from '../calendar.ts';
import { accept, idOf, refuse, type Actor, type Decision, type Refusal } from '../case.ts';
import { byHolder, claim, giveBack, toAnother } from '../holding.ts';
import {
  isOpen,
  passedOverMs,
  type ConversationCommand,
  type ConversationCommandType,
  type ConversationEvent,
  type ConversationPolicy,
  type ConversationState,
} from './conversation.ts';
import { idleSilence } from './clocks.ts';
import { decideCall, withoutCall } from './decide-call.ts';
import { answerSilence, closed, requestTimes, robotSilence } from './time.ts';

/** @param now epoch milliseconds; within a workflow, its own time */
export function decide(
  state: ConversationState,
  actor: Actor,
  command: ConversationCommand,
  policy: ConversationPolicy,
  now: number,
): Decision<ConversationEvent> {
  const decision = decideAlone(state, actor, command, policy, now);
  return decision.ok ? accept(...withoutCall(state, decision.events, policy, now)) : decision;
}

function decideAlone(
  state: ConversationState,
  actor: Actor,
  command: ConversationCommand,
  policy: ConversationPolicy,
  now: number,
): Decision<ConversationEvent> {
  if (command.type === 'rate') return rate(state, command);
  if (!isOpen(state)) return { ok: false, refusal: endedRefusal(state, command) };

  switch (command.type) {
    case 'requestOfficer':
      return requestOfficer(state, command, policy, now);
    case 'leaveQueue':
      return isWaiting(state) ? accept({ type: 'queue-left', silence: robotSilence(policy, now) }) : refuse('not-waiting');
    case 'accept':
      return byOffered(state, actor, () => accept({ type: 'accepted', silence: answerSilence(state, now) }));
    case 'decline':
      return byOffered(state, actor, () => accept({ type: 'declined', officerId: idOf(actor), until: now + passedOverMs }));
    case 'claim':
      if (state.status === 'robot') return refuse('not-waiting');
      if (state.status === 'offered' && state.assigneeId === idOf(actor))
        return accept({ type: 'accepted', silence: answerSilence(state, now) });
      return claim(state, actor);
    case 'release':
      if (state.status !== 'active') return giveBackOffer(state, actor, now);
      return giveBack(state, actor, () => accept({ type: 'released', noteId: command.noteId }));
    case 'handOver':
      return handOver(state, actor, command);
    case 'reassign':
      if (state.status === 'robot') return refuse('not-waiting');
      return toAnother(state, command.officerId, () =>
        accept({ type: 'reassigned', officerId: command.officerId, noteId: command.noteId }),
      );
    case 'prioritise':
      if (!isWaiting(state)) return refuse('not-waiting');
      return state.front ? refuse('already-in-front') : accept({ type: 'prioritised' });
    case 'askSupervisor':
      if (state.status !== 'active') return refuse('not-connected');
      return byHolder(state, actor, () => accept({ type: 'supervisor-asked', noteId: command.noteId }));
    case 'join':
      return join(state, actor);
    case 'leave':
      return state.joinedId === idOf(actor) ? accept({ type: 'left', officerId: idOf(actor) }) : refuse('not-joined');
    case 'stay':
      return state.status === 'active' ? accept({ type: 'heard', silence: idleSilence(policy, now) }) : refuse('not-connected');
    case 'close':
      return close(state, actor, command.summaryId, policy, now);
    case 'end':
      return accept(closed(state, policy, now, { outcome: 'ended', reasonId: command.reasonId }));
    case 'seek':
      return state.status === 'queued' ? accept({ type: 'sought' }) : refuse('not-waiting');
    case 'lose':
      return lose(state, command.officerId, now);
    case 'lapse':
      return state.status === 'queued' ? accept({ type: 'queue-lapsed', silence: robotSilence(policy, now) }) : refuse('not-waiting');
    case 'askCall':
    case 'inviteCall':
    case 'consentCall':
    case 'refuseCall':
    case 'endCall':
    case 'connectCall':
    case 'loseCall':
    case 'askRecording':
    case 'consentRecording':
    case 'refuseRecording':
    case 'stopRecording':
    case 'beginRecording':
    case 'endRecording':
      return decideCall(state, actor, command, policy, now);
  }
}

const isWaiting = ({ status }: ConversationState): boolean => status === 'queued' || status === 'offered';

/** Rule 1. */
function requestOfficer(
  state: ConversationState,
  { cause, typeId }: Extract<ConversationCommand, { type: 'requestOfficer' }>,
  policy: ConversationPolicy,
  now: number,
): Decision<ConversationEvent> {
  if (isWaiting(state)) return refuse('already-waiting');
  if (state.status === 'active') return refuse('already-connected');
  if (!isWorkingTime(policy.calendar, now))
    return refuse('out-of-hours', { opensAt: new Date(nextOpening(policy.calendar, now)).toISOString() });
  return accept({ type: 'requested', cause, typeId: typeId ?? state.typeId, ...requestTimes(policy, now) });
}

/** Decides only for the officer to whom it is offered. */
function byOffered(state: ConversationState, actor: Actor, then: () => Decision<ConversationEvent>): Decision<ConversationEvent> {
  return state.status === 'offered' && state.assigneeId === idOf(actor) ? then() : refuse('not-offered');
}

/** An officer who no longer works here gives back what was offered to them. */
function giveBackOffer(state: ConversationState, actor: Actor, now: number): Decision<ConversationEvent> {
  const { assigneeId } = state;
  if (state.status !== 'offered' || assigneeId === null) return refuse('not-assigned');
  return giveBack(state, actor, () => accept({ type: 'declined', officerId: assigneeId, until: now + passedOverMs }));
}

function handOver(
  state: ConversationState,
  actor: Actor,
  { to, noteId }: Extract<ConversationCommand, { type: 'handOver' }>,
): Decision<ConversationEvent> {
  if (state.status !== 'active') return refuse('not-connected');
  if ('officerId' in to)
    return toAnother(state, to.officerId, () =>
      byHolder(state, actor, () =>
        accept({ type: 'handed-over', officerId: to.officerId, centreId: state.centreId, groupId: null, noteId }),
      ),
    );
  const groupId = 'groupId' in to ? to.groupId : null;
  if (groupId === null && to.centreId === state.centreId) return refuse('same-centre');
  return byHolder(state, actor, () => accept({ type: 'handed-over', officerId: null, centreId: to.centreId, groupId, noteId }));
}

/** Rule 7. */
function join(state: ConversationState, actor: Actor): Decision<ConversationEvent> {
  const { status, assigneeId, joinedId = null } = state;
  if (status !== 'active') return refuse('not-connected');
  if (assigneeId === idOf(actor) || joinedId === idOf(actor)) return refuse('already-yours');
  return joinedId === null ? accept({ type: 'joined', officerId: idOf(actor) }) : refuse('already-joined', { officerId: joinedId });
}

/** The taxpayer ends it at any time, the officer while they have it. */
function close(
  state: ConversationState,
  actor: Actor,
  summaryId: string | null,
  policy: ConversationPolicy,
  now: number,
): Decision<ConversationEvent> {
  if (actor.kind === 'taxpayer') return accept(closed(state, policy, now, { outcome: 'taxpayer' }));
  if (state.status !== 'active') return refuse('not-connected');
  return byHolder(state, actor, () => accept(closed(state, policy, now, { outcome: 'officer', summaryId })));
}

/** Nothing follows when the officer has not got it any more. */
function lose(state: ConversationState, officerId: string, now: number): Decision<ConversationEvent> {
  if (state.assigneeId !== officerId) return refuse('not-assigned');
  if (state.status === 'active') return accept({ type: 'officer-lost', officerId });
  return accept({ type: 'offer-elapsed', officerId, until: now + passedOverMs });
}

/** Rule 10. */
function rate(
  state: ConversationState,
  { resolved, stars, textId }: Extract<ConversationCommand, { type: 'rate' }>,
): Decision<ConversationEvent> {
  if (isOpen(state)) return refuse('not-ended-yet');
  if (state.status === 'rated') return refuse('already-rated');
  return state.clock === null ? refuse('evaluation-over') : accept({ type: 'rated', resolved, stars, textId });
}

/** Returns the refusal of a late command. */
export const endedRefusal = ({ status }: ConversationState, { type }: ConversationCommand): Refusal => {
  if (type !== 'rate') return { code: 'case-closed' };
  return { code: status === 'rated' ? 'already-rated' : 'evaluation-over' };
};

const callProbes = (callId: string, recordingId: string) =>
  ({
    askCall: { type: 'askCall', callId, way: 'video' },
    inviteCall: { type: 'inviteCall', callId, way: 'video' },
    consentCall: { type: 'consentCall', callId, uses: ['microphone'] },
    refuseCall: { type: 'refuseCall', callId },
    endCall: { type: 'endCall', callId },
    connectCall: { type: 'connectCall', callId },
    loseCall: { type: 'loseCall', callId },
    askRecording: { type: 'askRecording', callId, recordingId },
    consentRecording: { type: 'consentRecording', callId, recordingId },
    refuseRecording: { type: 'refuseRecording', callId, recordingId },
    stopRecording: { type: 'stopRecording', callId, recordingId },
    beginRecording: { type: 'beginRecording', callId, recordingId },
    endRecording: { type: 'endRecording', callId, recordingId, by: 'failed' },
  }) as const;

const unsaid = '00000000-0000-0000-0000-000000000000';
/** Sample commands, one per type. */
const probes: { readonly [K in ConversationCommandType]: Extract<ConversationCommand, { type: K }> } = {
  requestOfficer: { type: 'requestOfficer', cause: 'button', typeId: null },
  leaveQueue: { type: 'leaveQueue' },
  accept: { type: 'accept' },
  decline: { type: 'decline' },
  claim: { type: 'claim' },
  release: { type: 'release', noteId: null },
  handOver: { type: 'handOver', to: { officerId: unsaid }, noteId: unsaid },
  reassign: { type: 'reassign', officerId: unsaid, noteId: null },
  prioritise: { type: 'prioritise' },
  askSupervisor: { type: 'askSupervisor', noteId: null },
  join: { type: 'join' },
  leave: { type: 'leave' },
  stay: { type: 'stay' },
  close: { type: 'close', summaryId: null },
  end: { type: 'end', reasonId: unsaid },
  rate: { type: 'rate', resolved: true, stars: 5, textId: null },
  seek: { type: 'seek' },
  lose: { type: 'lose', officerId: unsaid },
  lapse: { type: 'lapse' },
  ...callProbes(unsaid, unsaid),
};
/** Only the ids of the running call and of its recording matter to a rule. */
export const probesFor = ({ call }: ConversationState) =>
  call ? { ...probes, ...callProbes(call.id, call.recording?.id ?? unsaid) } : probes;

/** All command types, in the order in which pages offer them. */
export const conversationCommandTypes = Object.keys(probes) as ConversationCommandType[];
