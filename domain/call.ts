/** A call between the two sides of a case: what code outside its kind knows of it. Its rules are the kind's. */
import type { Clock } from './case.ts';

/** 音视频, 远程协助. */
export const callWays = ['video', 'assistance'] as const;
export type CallWay = (typeof callWays)[number];

/** Ways in which a person is seen or heard by the other. */
export const mediaUses = ['microphone', 'camera', 'screen'] as const;
export type MediaUse = (typeof mediaUses)[number];

export const callStages = ['asked', 'invited', 'consented', 'connected'] as const;
export type CallStage = (typeof callStages)[number];

/** Deadlines of a call: its answer, and its first media. */
export type CallClock = Clock<'ring' | 'connect'>;

/** Stages of a recording; only a consented one may be written. */
export const recordingStages = ['asked', 'consented', 'running'] as const;
export type RecordingStage = (typeof recordingStages)[number];

export interface CallRecording {
  id: string;
  stage: RecordingStage;
  /** For which it will be kept. */
  days: number;
  /** Epoch milliseconds since when it is written; null before. */
  begunAt: number | null;
}

export interface Call {
  id: string;
  way: CallWay;
  stage: CallStage;
  askedBy: 'taxpayer' | 'officer';
  /** Uses that the taxpayer has consented to; empty before. */
  uses: readonly MediaUse[];
  /** Epoch milliseconds since when media flow both ways; null before. */
  connectedAt: number | null;
  /** Of the answer, or of the first media; null once connected. */
  clock: CallClock | null;
  /** The recording that is asked for or goes on; absent without one. */
  recording?: CallRecording;
}

/** Limits of calls in the policy of their case, in seconds. Each is absent in policies older than it. */
export interface CallLimits {
  /** Until an answer. */
  ringSeconds?: number;
  /** From the consent until media flow. */
  connectSeconds?: number;
  /** For which a side may be away. */
  awaySeconds?: number;
  /** Days for which a recording is kept; 0 when nothing may be recorded. */
  recordingDays?: number;
}

/** Used where the policy has no limit. */
export const usualCallSeconds = { ring: 60, connect: 60, away: 30 } as const;

/** True while media may flow. */
export const mayFlow = ({ stage }: Pick<Call, 'stage'>): boolean => stage === 'consented' || stage === 'connected';

/** Returns the recording of a call that may be written now; undefined without one. */
export const recordingOf = ({ stage, recording }: Pick<Call, 'stage' | 'recording'>): CallRecording | undefined =>
  mayFlow({ stage }) && recording !== undefined && recording.stage !== 'asked' ? recording : undefined;
