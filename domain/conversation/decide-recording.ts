/** Decides commands about the recording of a call (rules of `recording.ts`). */
import type { Call, CallRecording } from '../call.ts';
import { accept, refuse, type Actor, type Decision } from '../case.ts';
import { byHolder } from '../holding.ts';
import type { ConversationEvent, ConversationPolicy, ConversationState } from './conversation.ts';
import type { RecordingCommand, RecordingEnding, RecordingEvent } from './recording.ts';

const named = ({ id }: Call, recording: CallRecording) => ({ callId: id, recordingId: recording.id });

/** Returns the event that ends a recording. Its seconds count from when it was begun. */
const ended = (call: Call, recording: CallRecording, by: RecordingEnding, now: number): RecordingEvent => ({
  type: 'recording-ended',
  ...named(call, recording),
  by,
  seconds: recording.begunAt === null ? 0 : Math.max(0, Math.round((now - recording.begunAt) / 1_000)),
});

/** Decides a command about a recording of an open conversation. */
export function decideRecording(
  state: ConversationState,
  actor: Actor,
  command: RecordingCommand,
  policy: ConversationPolicy,
  now: number,
): Decision<ConversationEvent> {
  switch (command.type) {
    case 'askRecording':
      return byHolder(state, actor, () => ask(state, command, policy));
    case 'consentRecording':
      return about(state, command, (call, recording) =>
        recording.stage === 'asked' ? accept({ type: 'recording-consented', ...named(call, recording) }) : refuse('recording-over'),
      );
    case 'refuseRecording':
      return about(state, command, (call, recording) =>
        recording.stage === 'asked'
          ? accept({ type: 'recording-refused', ...named(call, recording), by: 'taxpayer' })
          : refuse('recording-over'),
      );
    case 'stopRecording':
      if (actor.kind === 'taxpayer') return about(state, command, (call, recording) => stop(call, recording, 'taxpayer', now));
      return byHolder(state, actor, () => about(state, command, (call, recording) => stop(call, recording, 'officer', now)));
    case 'beginRecording':
      return about(state, command, (call, recording) =>
        recording.stage === 'consented' ? accept({ type: 'recording-begun', ...named(call, recording) }) : refuse('recording-over'),
      );
    case 'endRecording':
      return endRecording(state, command, now);
  }
}

/** Rules 1 and 2. */
function ask(
  { call }: ConversationState,
  { callId, recordingId }: { callId: string; recordingId: string },
  { recordingDays = 0 }: ConversationPolicy,
): Decision<ConversationEvent> {
  if (recordingDays === 0) return refuse('recording-off');
  if (call?.id !== callId) return refuse('call-over');
  if (call.stage !== 'connected') return refuse('call-not-connected');
  if (call.recording) return refuse('recording-running');
  return accept({ type: 'recording-asked', callId, recordingId, days: recordingDays });
}

/** Every command names its recording, so that nothing that arrives late touches the next one. */
function about(
  { call }: ConversationState,
  { callId, recordingId }: { callId: string; recordingId: string },
  then: (call: Call, recording: CallRecording) => Decision<ConversationEvent>,
): Decision<ConversationEvent> {
  return call?.recording && call.id === callId && call.recording.id === recordingId ? then(call, call.recording) : refuse('recording-over');
}

/** Rule 4. Before the consent there is nothing to stop, only a question to withdraw. */
function stop(call: Call, recording: CallRecording, by: 'taxpayer' | 'officer', now: number): Decision<ConversationEvent> {
  return recording.stage === 'asked'
    ? accept({ type: 'recording-refused', ...named(call, recording), by })
    : accept(ended(call, recording, by, now));
}

/** Rule 6. */
function endRecording(
  state: ConversationState,
  command: Extract<RecordingCommand, { type: 'endRecording' }>,
  now: number,
): Decision<ConversationEvent> {
  const { callId, recordingId, by } = command;
  if (state.call?.recording?.id === recordingId) return about(state, command, (call, recording) => accept(ended(call, recording, by, now)));
  return by === 'failed' ? accept({ type: 'recording-incomplete', callId, recordingId }) : refuse('recording-over');
}

/** Rule 5: the end of the recording comes before the end of its call. A question without an answer ends without a word. */
export const endedWithCall = (call: Call, now: number): readonly ConversationEvent[] =>
  call.recording === undefined || call.recording.stage === 'asked' ? [] : [ended(call, call.recording, 'call', now)];
