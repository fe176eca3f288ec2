/** Deadlines of a conversation (rules 2, 6 and 7 of `conversation.ts`). All count by the wall clock, because people wait for each other. */
import { ringing, type Agenda } from '../agenda.ts';
import type { Heard } from '../chat.ts';
import { mayFlow } from '../call.ts';
import { clockOf, dayMs, minuteMs, silence } from './clocks.ts';
import {
  passedOverMs,
  type ConversationClock,
  type ConversationEvent,
  type ConversationOutcome,
  type ConversationPolicy,
  type ConversationPurpose,
  type ConversationState,
} from './conversation.ts';
import { onCallTime, withoutCall } from './decide-call.ts';

/** Returns the first event of a conversation. */
export const begun = (policy: ConversationPolicy, now: number): ConversationEvent => ({
  type: 'begun',
  silence: silence(now, policy.robotIdleMinutes * minuteMs),
});

/** Returns the event by which the officer of an appointment has the floor (rule 12). */
export function appointed(
  { id, officerId }: { id: string; officerId: string },
  policy: ConversationPolicy,
  now: number,
): ConversationEvent {
  const { wait: _wait, ...limits } = requestTimes(policy, now);
  return { type: 'appointed', officerId, appointmentId: id, silence: silence(now, limits.answerMs), ...limits };
}

/** The clocks that a request for an officer starts, and the limits that the offers and answers after it have. */
export const requestTimes = (policy: ConversationPolicy, now: number) => ({
  wait: clockOf('wait', now, policy.waitMinutes * minuteMs),
  offerMs: policy.offerMinutes * minuteMs,
  answerMs: policy.answerMinutes * minuteMs,
});

/** Clock of silence when an officer gets the floor: it is their turn. */
export const answerSilence = ({ answerMs }: ConversationState, now: number): ConversationClock => silence(now, answerMs);
export const offerClock = ({ offerMs }: ConversationState, now: number): ConversationClock => clockOf('offer', now, offerMs);
export const robotSilence = (policy: ConversationPolicy, now: number): ConversationClock =>
  silence(now, policy.robotIdleMinutes * minuteMs);

/**
 * Returns the end of a conversation. Its rating is asked for unless nobody was there: the taxpayer had no officer and only fell silent.
 */
export const closed = (
  state: ConversationState,
  policy: ConversationPolicy,
  now: number,
  how: { outcome: ConversationOutcome; summaryId?: string | null; reasonId?: string | null },
): ConversationEvent => ({
  type: 'closed',
  outcome: how.outcome,
  summaryId: how.summaryId ?? null,
  reasonId: how.reasonId ?? null,
  clock: how.outcome === 'idle' && state.lastOfficerId === null ? null : clockOf('rating', now, policy.ratingDays * dayMs),
});

/** Returns the running deadlines. A late answer has rung already; its clock only shows since when. */
export const agenda = ({ clock, waitClock, silenceClock, call }: ConversationState): Agenda<ConversationPurpose> =>
  [clock?.purpose === 'answer' ? null : clock, waitClock, call && mayFlow(call) ? null : silenceClock, call?.clock ?? null].filter(
    (each) => each !== null,
  );

/** True when a due deadline is judged by what was said. */
export const hears = (state: ConversationState, now: number): boolean => ringing(agenda(state), now)?.clock.purpose === 'silence';

/**
 * Returns the events of a deadline that is due; empty when called early.
 * @param heard last words in the chat; null when nothing was said
 */
export function onTime(
  state: ConversationState,
  policy: ConversationPolicy,
  now: number,
  heard: Heard | null,
): readonly ConversationEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  switch (ring.clock.purpose) {
    case 'offer':
      return state.assigneeId === null ? [] : [{ type: 'offer-elapsed', officerId: state.assigneeId, until: now + passedOverMs }];
    case 'wait':
      return [{ type: 'wait-long' }];
    case 'silence':
      return withoutCall(state, [onSilence(state, ring.clock, policy, now, heard)], policy, now);
    case 'rating':
      return [{ type: 'rating-elapsed' }];
    case 'answer':
      return [];
    case 'ring':
    case 'connect':
      return onCallTime(state, policy, now);
  }
}

/** Rule 6. */
function onSilence(
  state: ConversationState,
  clock: ConversationClock,
  policy: ConversationPolicy,
  now: number,
  heard: Heard | null,
): ConversationEvent {
  const since = Math.max(clock.startedAt, heard?.at ?? 0);
  if (state.status !== 'active') {
    const limit = policy.robotIdleMinutes * minuteMs;
    return now - since >= limit ? closed(state, policy, now, { outcome: 'idle' }) : { type: 'heard', silence: silence(since, limit) };
  }
  if (heard?.by !== 'officer') return onWaitForOfficer(state, since, now);
  if (clock.warned && heard.at <= clock.startedAt) return closed(state, policy, now, { outcome: 'idle' });
  const limit = policy.idleMinutes * minuteMs;
  if (now - since < limit) return { type: 'heard', silence: silence(since, limit) };
  return { type: 'idle-warned', silence: { ...silence(now, policy.idleGraceMinutes * minuteMs), warned: true } };
}

/** A late answer is told of again only after twice the time, so that a long wait makes few events. */
function onWaitForOfficer({ answerMs, clock }: ConversationState, since: number, now: number): ConversationEvent {
  const waited = now - since;
  if (waited < answerMs) return { type: 'heard', silence: silence(since, answerMs) };
  return {
    type: 'answer-late',
    clock: clock ?? { ...clockOf('answer', since, answerMs), warned: true, escalated: true },
    silence: { ...silence(since, 2 * waited) },
  };
}
