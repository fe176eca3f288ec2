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
}

/** Limits of calls in the policy of their case, in seconds. Each is absent in policies older than it. */
export interface CallLimits {
  /** Until an answer. */
  ringSeconds?: number;
  /** From the consent until media flow. */
  connectSeconds?: number;
  /** For which a side may be away. */
  awaySeconds?: number;
}

/** Used where the policy has no limit. */
export const usualCallSeconds = { ring: 60, connect: 60, away: 30 } as const;

/** True while media may flow. */
export const mayFlow = ({ stage }: Pick<Call, 'stage'>): boolean => stage === 'consented' || stage === 'connected';
