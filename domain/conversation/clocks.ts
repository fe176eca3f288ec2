/** Clocks of a conversation. All count by the wall clock, because people wait for each other. */
import type { Clock } from '../case.ts';
import { wallClock } from '../clock.ts';
import type { ConversationClock, ConversationPolicy, ConversationPurpose } from './conversation.ts';

export const minuteMs = 60_000;
export const dayMs = 1_440 * minuteMs;

/** @param ms milliseconds from `startedAt` until the ring */
export const clockOf = <P extends ConversationPurpose>(purpose: P, startedAt: number, ms: number): Clock<P> =>
  wallClock(purpose, startedAt, startedAt + ms);
export const silence = (startedAt: number, ms: number): ConversationClock => clockOf('silence', startedAt, ms);

export const idleSilence = (policy: ConversationPolicy, now: number): ConversationClock => silence(now, policy.idleMinutes * minuteMs);
