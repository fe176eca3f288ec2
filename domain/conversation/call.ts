/**
 * 音视频互动 and 远程协助 within a conversation (rows C8, C9): one call at a time, between the taxpayer and the officer who has the floor.
 *
 *   asked (by the taxpayer) → invited (by the officer) → consented (by the taxpayer) → connected → over
 *
 * Rules:
 * 1. The taxpayer may ask; the officer invites, with or without having been asked. Unanswered, a request or an invitation is missed.
 * 2. Media flow only after the taxpayer's consent, which names what is used of theirs. They may widen or narrow it while the call goes on.
 * 3. A call is connected when media flow both ways, as the media process reports. It fails when that takes too long.
 * 4. Either side ends it at any time. It also ends with its officer's part in the conversation.
 * 5. While a call goes on, silence in the chat does not end the conversation.
 * 6. Every command names its call, so that nothing that arrives late touches the next one.
 * 7. It may be recorded (`recording.ts`).
 */
import type { Call, CallClock, CallStage, CallWay, MediaUse } from '../call.ts';
import type { Recorded } from '../case.ts';
import type { ConversationClock, ConversationState } from './conversation.ts';
import { recordedAfter, recordingEventTypes, type RecordingCommand, type RecordingEvent } from './recording.ts';

/** `failed`: media never flowed both ways; `lost`: nobody came back after a disturbance; `floor`: the officer's part ended. */
export type CallEnding = 'taxpayer' | 'officer' | 'failed' | 'lost' | 'floor';

export type CallCommand =
  | { type: 'askCall'; callId: string; way: CallWay }
  | { type: 'inviteCall'; callId: string; way: CallWay }
  | { type: 'consentCall'; callId: string; uses: readonly MediaUse[] }
  | { type: 'refuseCall'; callId: string }
  | { type: 'endCall'; callId: string }
  /** Media flow both ways. */
  | { type: 'connectCall'; callId: string }
  /** Nobody has come back into the room in time. */
  | { type: 'loseCall'; callId: string }
  | RecordingCommand;

export type CallEvent =
  | { type: 'call-asked'; callId: string; way: CallWay; clock: CallClock }
  | { type: 'call-invited'; callId: string; way: CallWay; clock: CallClock }
  /** `clock` is null when a running call goes on with other uses. */
  | { type: 'call-consented'; callId: string; uses: readonly MediaUse[]; clock: CallClock | null }
  | { type: 'call-refused'; callId: string; by: 'taxpayer' | 'officer' }
  | { type: 'call-missed'; callId: string; by: 'taxpayer' | 'officer' }
  | { type: 'call-connected'; callId: string }
  | { type: 'call-ended'; callId: string; by: CallEnding; seconds: number; silence: ConversationClock }
  | RecordingEvent;

export const callEventTypes = [
  'call-asked',
  'call-invited',
  'call-consented',
  'call-refused',
  'call-missed',
  'call-connected',
  'call-ended',
  ...recordingEventTypes,
] as const satisfies readonly CallEvent['type'][];

/** Applies an event about a call. */
export function callAfter(state: ConversationState, event: Recorded<CallEvent>): Partial<ConversationState> {
  const { call } = state;
  switch (event.type) {
    case 'call-asked':
      return { call: begun(event, 'asked', 'taxpayer') };
    case 'call-invited':
      return { call: begun(event, 'invited', call?.askedBy ?? 'officer') };
    case 'call-consented': {
      const { uses, clock } = event;
      return call ? { call: { ...call, uses, ...(clock !== null && { stage: 'consented', clock }) } } : {};
    }
    case 'call-connected':
      return call ? { call: { ...call, stage: 'connected', connectedAt: event.at, clock: null } } : {};
    case 'call-refused':
    case 'call-missed':
      return { call: undefined };
    case 'call-ended':
      return { call: undefined, silenceClock: event.silence };
    case 'recording-asked':
    case 'recording-consented':
    case 'recording-refused':
    case 'recording-begun':
    case 'recording-ended':
    case 'recording-incomplete':
      return call ? { call: recordedAfter(call, event) } : {};
  }
}

const begun = (
  { callId, way, clock }: { callId: string; way: CallWay; clock: CallClock },
  stage: CallStage,
  askedBy: Call['askedBy'],
): Call => ({ id: callId, way, stage, askedBy, uses: [], connectedAt: null, clock });
