/** The clocks of a 留言 (rules 3 and 4 of `message.ts`). */
import type { Clock } from '../case.ts';
import { clockFrom, nextRing } from '../clock.ts';
import {
  isOpen,
  type MessageEvent,
  type MessagePolicy,
  type MessagePurpose,
  type MessageState,
  type MessageSubmission,
} from './message.ts';

/** The first event of every message. */
export function submitted(submission: MessageSubmission, policy: MessagePolicy, now: number): MessageEvent {
  const { textId, uploadIds } = submission;
  return { type: 'submitted', textId, uploadIds, clock: startClock(policy, 'first-answer', now) };
}

/** When the clock has something to say next; null while nothing runs. */
export const nextAlarm = (state: MessageState): number | null => (isOpen(state) ? nextRing(state.clock) : null);

/** What the passing of time brings (rules 3 and 4); nothing when called early. */
export function onTime(state: MessageState, now: number): readonly MessageEvent[] {
  const clock = state.clock;
  if (!clock || !isOpen(state)) return [];
  const { purpose } = clock;
  const events: MessageEvent[] = [];
  if (now >= clock.dueAt && !clock.escalated) {
    if (purpose === 'supplement') events.push({ type: 'closed', outcome: 'supplement-elapsed', reasonId: null });
    else if (purpose === 'follow-up') events.push({ type: 'closed', outcome: 'follow-up-elapsed', reasonId: null });
    else events.push({ type: 'escalated', purpose });
  } else if (clock.warnAt !== null && now >= clock.warnAt && !clock.warned) {
    events.push({ type: 'warned', purpose });
  }
  return events;
}

/** The time of whoever is to act next, from now on. */
export function startClock(policy: MessagePolicy, purpose: MessagePurpose, now: number): Clock {
  const minutes = {
    'first-answer': policy.firstAnswerMinutes,
    answer: policy.answerMinutes,
    supplement: policy.supplementMinutes,
    'follow-up': policy.followUpMinutes,
  }[purpose];
  // The end of the time to follow up is nobody's duty, so nobody is warned of it.
  return clockFrom(policy.calendar, purpose, now, minutes, purpose === 'follow-up' ? null : minutes * policy.warnShare);
}
