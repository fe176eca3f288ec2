/** The clocks of a 留言 (rules 3 and 4 of `message.ts`). */
import { ringing, type Agenda } from '../agenda.ts';
import { clockFrom } from '../clock.ts';
import {
  isOpen,
  type MessageClock,
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

/** The deadlines that run: one at most. */
export const agenda = (state: MessageState): Agenda<MessagePurpose> => (isOpen(state) && state.clock !== null ? [state.clock] : []);

/** What the passing of time brings (rules 3 and 4); nothing when called early. */
export function onTime(state: MessageState, now: number): readonly MessageEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  const { purpose } = ring.clock;
  if (ring.says === 'warned') return [{ type: 'warned', purpose }];
  if (purpose === 'supplement' || purpose === 'follow-up') return [{ type: 'closed', outcome: `${purpose}-elapsed`, reasonId: null }];
  return [{ type: 'escalated', purpose }];
}

/** The time of whoever is to act next, from now on. */
export function startClock(policy: MessagePolicy, purpose: MessagePurpose, now: number): MessageClock {
  const minutes = {
    'first-answer': policy.firstAnswerMinutes,
    answer: policy.answerMinutes,
    supplement: policy.supplementMinutes,
    'follow-up': policy.followUpMinutes,
  }[purpose];
  // The end of the time to follow up is nobody's duty, so nobody is warned of it.
  return clockFrom(policy.calendar, purpose, now, minutes, purpose === 'follow-up' ? null : minutes * policy.warnShare);
}
