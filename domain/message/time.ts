/** Clocks of a 留言 (rules 3 and 4 of `message.ts`). */
import { ringing, type Agenda } from '../agenda.ts';
import { clockFrom } from '../clock.ts';
import type { Recounting } from '../kind.ts';
import type { MessageTypes } from './kind.ts';
import {
  isOpen,
  type MessageClock,
  type MessageEvent,
  type MessagePolicy,
  type MessagePurpose,
  type MessageState,
  type MessageSubmission,
} from './message.ts';

/** Returns the first event of a message. */
export function submitted(submission: MessageSubmission, policy: MessagePolicy, now: number): MessageEvent {
  const { textId, uploadIds, originId = null } = submission;
  return { type: 'submitted', textId, uploadIds, originId, clock: startClock(policy, 'first-answer', now) };
}

/** A message counts by the calendar of the centre that has it. */
export const recounting: Recounting<MessageTypes> = {
  calendarsOf: ({ centreId }, { calendar }) => ({ [centreId]: calendar }),
  withCalendars: ({ centreId }, policy, calendars) => ({ ...policy, calendar: calendars[centreId] ?? policy.calendar }),
  centreOf: ({ centreId }) => centreId,
};

/** Returns the running deadlines: at most one. */
export const agenda = (state: MessageState): Agenda<MessagePurpose> => (isOpen(state) && state.clock !== null ? [state.clock] : []);

/** Returns the events of deadlines that are due (rules 3 and 4); empty when called early. */
export function onTime(state: MessageState, now: number): readonly MessageEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  const { purpose } = ring.clock;
  if (ring.says === 'warned') return [{ type: 'warned', purpose }];
  if (purpose === 'supplement' || purpose === 'follow-up') return [{ type: 'closed', outcome: `${purpose}-elapsed`, reasonId: null }];
  return [{ type: 'escalated', purpose }];
}

/** Starts the clock of whoever is to act next. */
export function startClock(policy: MessagePolicy, purpose: MessagePurpose, now: number): MessageClock {
  const minutes = {
    'first-answer': policy.firstAnswerMinutes,
    answer: policy.answerMinutes,
    supplement: policy.supplementMinutes,
    'follow-up': policy.followUpMinutes,
  }[purpose];
  // The follow-up window is nobody's duty, so it has no warning.
  return clockFrom(policy.calendar, purpose, now, minutes, purpose === 'follow-up' ? null : minutes * policy.warnShare);
}
