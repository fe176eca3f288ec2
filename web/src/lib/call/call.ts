import type { CallStage, CallWay, MediaUse, RecordingStage } from '../../../../domain/call.ts';

export type Side = 'taxpayer' | 'officer';

/** A call as the API presents it. */
export interface PresentedCall {
  readonly id: string;
  readonly way: CallWay;
  readonly stage: CallStage;
  readonly askedBy: Side;
  readonly uses: readonly MediaUse[];
  readonly connectedAt: string | null;
  readonly answerBy: string | null;
  readonly recording: { readonly id: string; readonly stage: RecordingStage; readonly days: number } | null;
}

/** Commands that a page sends about a call. */
export type CallWish =
  | { readonly type: 'inviteCall'; readonly body: { readonly callId: string; readonly way: CallWay } }
  | { readonly type: 'consentCall'; readonly body: { readonly callId: string; readonly uses: MediaUse[] } }
  | { readonly type: 'refuseCall' | 'endCall'; readonly body: { readonly callId: string } }
  | {
      readonly type: 'askRecording' | 'consentRecording' | 'refuseRecording' | 'stopRecording';
      readonly body: { readonly callId: string; readonly recordingId: string };
    };

export type OwnTracks = ReadonlyMap<MediaUse, MediaStreamTrack>;
