/** Decides commands and deadlines of a call (rules of `call.ts`). */
import { accept, refuse, type Actor, type Decision } from '../case.ts';
import { byHolder } from '../holding.ts';
import { mayFlow, mediaUses, usualCallSeconds, type Call, type CallClock, type MediaUse } from '../call.ts';
import type { CallCommand, CallEnding } from './call.ts';
import { clockOf, idleSilence } from './clocks.ts';
import type { ConversationCommand, ConversationEvent, ConversationPolicy, ConversationState } from './conversation.ts';
import { decideRecording, endedWithCall } from './decide-recording.ts';

const secondMs = 1_000;

const ringClock = (policy: ConversationPolicy, now: number): CallClock =>
  clockOf('ring', now, (policy.ringSeconds ?? usualCallSeconds.ring) * secondMs);
const connectClock = (policy: ConversationPolicy, now: number): CallClock =>
  clockOf('connect', now, (policy.connectSeconds ?? usualCallSeconds.connect) * secondMs);

/** Returns the events that end a call. Its seconds count from the first media both ways. */
const ended = (call: Call, by: CallEnding, policy: ConversationPolicy, now: number): readonly ConversationEvent[] => [
  ...endedWithCall(call, now),
  {
    type: 'call-ended',
    callId: call.id,
    by,
    seconds: call.connectedAt === null ? 0 : Math.max(0, Math.round((now - call.connectedAt) / secondMs)),
    silence: idleSilence(policy, now),
  },
];

/** Decides a command about a call of an open conversation. */
export function decideCall(
  state: ConversationState,
  actor: Actor,
  command: CallCommand,
  policy: ConversationPolicy,
  now: number,
): Decision<ConversationEvent> {
  if (command.type === 'endRecording') return decideRecording(state, actor, command, policy, now);
  if (state.status !== 'active') return refuse('not-connected');
  switch (command.type) {
    case 'askCall':
      if (state.call) return refuse('call-running');
      return accept({ type: 'call-asked', callId: command.callId, way: command.way, clock: ringClock(policy, now) });
    case 'inviteCall':
      return byHolder(state, actor, () => invite(state, command, policy, now));
    case 'consentCall':
      return about(state, command, (call) => consent(call, command.uses, policy, now));
    case 'refuseCall':
      return about(state, command, (call) => refuseCall(state, call, actor));
    case 'endCall':
      if (actor.kind === 'taxpayer') return about(state, command, (call) => accept(...ended(call, 'taxpayer', policy, now)));
      return byHolder(state, actor, () => about(state, command, (call) => accept(...ended(call, 'officer', policy, now))));
    case 'connectCall':
      return about(state, command, (call) =>
        call.stage === 'consented' ? accept({ type: 'call-connected', callId: call.id }) : refuse('call-over'),
      );
    case 'loseCall':
      return about(state, command, (call) => (mayFlow(call) ? accept(...ended(call, 'lost', policy, now)) : refuse('call-over')));
    case 'askRecording':
    case 'consentRecording':
    case 'refuseRecording':
    case 'stopRecording':
    case 'beginRecording':
      return decideRecording(state, actor, command, policy, now);
  }
}

/** Rule 6. */
function about(
  { call }: ConversationState,
  { callId }: { callId: string },
  then: (call: Call) => Decision<ConversationEvent>,
): Decision<ConversationEvent> {
  return call?.id === callId ? then(call) : refuse('call-over');
}

/** Rule 1. An invitation answers the taxpayer's request under its id. */
function invite(
  { call }: ConversationState,
  { callId, way }: Extract<ConversationCommand, { type: 'inviteCall' }>,
  policy: ConversationPolicy,
  now: number,
): Decision<ConversationEvent> {
  if (call && (call.stage !== 'asked' || call.id !== callId)) return refuse('call-running');
  return accept({ type: 'call-invited', callId, way, clock: ringClock(policy, now) });
}

/** Rule 2. */
function consent(call: Call, uses: readonly MediaUse[], policy: ConversationPolicy, now: number): Decision<ConversationEvent> {
  const wanted = mediaUses.filter((use) => uses.includes(use));
  if (mayFlow(call)) return accept({ type: 'call-consented', callId: call.id, uses: wanted, clock: null });
  if (call.stage !== 'invited') return refuse('call-not-invited');
  return accept({ type: 'call-consented', callId: call.id, uses: wanted, clock: connectClock(policy, now) });
}

/** The taxpayer refuses an invitation, the officer a request. */
function refuseCall(state: ConversationState, call: Call, actor: Actor): Decision<ConversationEvent> {
  if (actor.kind === 'taxpayer')
    return call.stage === 'invited' ? accept({ type: 'call-refused', callId: call.id, by: 'taxpayer' }) : refuse('call-over');
  return byHolder(state, actor, () =>
    call.stage === 'asked' ? accept({ type: 'call-refused', callId: call.id, by: 'officer' }) : refuse('call-over'),
  );
}

/** Events with which the officer's part in the conversation ends. */
const partings: readonly ConversationEvent['type'][] = ['released', 'handed-over', 'officer-lost', 'reassigned', 'closed'];

/** Ends the running call before the events that end its officer's part (rule 4). */
export function withoutCall(
  { call }: ConversationState,
  events: readonly ConversationEvent[],
  policy: ConversationPolicy,
  now: number,
): readonly ConversationEvent[] {
  return call && events.some(({ type }) => partings.includes(type)) ? [...ended(call, 'floor', policy, now), ...events] : events;
}

/** Returns the events of a call's deadline. */
export function onCallTime({ call }: ConversationState, policy: ConversationPolicy, now: number): readonly ConversationEvent[] {
  if (!call) return [];
  if (mayFlow(call)) return ended(call, 'failed', policy, now);
  return [{ type: 'call-missed', callId: call.id, by: call.stage === 'asked' ? 'officer' : 'taxpayer' }];
}
