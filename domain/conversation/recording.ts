/**
 * Recording of a call (C8), within the call that it records:
 *
 *   asked (by the officer) → consented (by the taxpayer) → running → over
 *
 * Rules:
 * 1. The policy of the conversation says for how many days a recording is kept. Without days nobody can ask for one.
 * 2. The officer of a connected call asks. Nothing is recorded before the taxpayer's consent, which is another than that to the call.
 * 3. A recording runs when the media process has begun to write it.
 * 4. Either side stops it at any time. A refusal or a stop changes nothing of the call.
 * 5. It ends with its call, whatever ends that.
 * 6. What could not be stored is told, also after the call.
 */
import type { Call, CallRecording } from '../call.ts';
import type { Recorded } from '../case.ts';

/** `call`: its call ended; `limit`: it reached its longest time; `failed`: it could not be written. */
export const recordingEndings = ['taxpayer', 'officer', 'call', 'limit', 'failed'] as const;
export type RecordingEnding = (typeof recordingEndings)[number];

interface Named {
  callId: string;
  recordingId: string;
}

export type RecordingCommand =
  | ({ type: 'askRecording' } & Named)
  | ({ type: 'consentRecording' } & Named)
  | ({ type: 'refuseRecording' } & Named)
  | ({ type: 'stopRecording' } & Named)
  /** The media process writes. */
  | ({ type: 'beginRecording' } & Named)
  /** The media process cannot go on writing, or has lost something that it wrote. */
  | ({ type: 'endRecording'; by: 'limit' | 'failed' } & Named);

export type RecordingEvent =
  /** @property days for which it will be kept */
  | ({ type: 'recording-asked'; days: number } & Named)
  | ({ type: 'recording-consented' } & Named)
  | ({ type: 'recording-refused'; by: 'taxpayer' | 'officer' } & Named)
  | ({ type: 'recording-begun' } & Named)
  | ({ type: 'recording-ended'; by: RecordingEnding; seconds: number } & Named)
  /** A part of a recording that is over could not be stored. */
  | ({ type: 'recording-incomplete' } & Named);

export const recordingEventTypes = [
  'recording-asked',
  'recording-consented',
  'recording-refused',
  'recording-begun',
  'recording-ended',
  'recording-incomplete',
] as const satisfies readonly RecordingEvent['type'][];

/** Returns the call after an event about its recording. */
export function recordedAfter(call: Call, event: Recorded<RecordingEvent>): Call {
  switch (event.type) {
    case 'recording-asked':
      return { ...call, recording: { id: event.recordingId, stage: 'asked', days: event.days, begunAt: null } };
    case 'recording-consented':
      return changed(call, { stage: 'consented' });
    case 'recording-begun':
      return changed(call, { stage: 'running', begunAt: event.at });
    case 'recording-refused':
    case 'recording-ended': {
      const { recording: _recording, ...rest } = call;
      return rest;
    }
    case 'recording-incomplete':
      return call;
  }
}

const changed = (call: Call, change: Partial<CallRecording>): Call =>
  call.recording ? { ...call, recording: { ...call.recording, ...change } } : call;
