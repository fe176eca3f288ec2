/** Clocks of an order (rules 3, 4 and 7 of `order.ts`). */
import { ringing, type Agenda } from '../agenda.ts';
import { addWorkingTime, CalendarError, roundTheClock, workingTimeBetween, type Calendar } from '../calendar.ts';
import { clockFrom, leftOf } from '../clock.ts';
import type { Recounting } from '../kind.ts';
import type { ServiceFormPolicy } from '../service-form/form.ts';
import type { WorkOrderTypes } from './kind.ts';
import {
  isOpen,
  type Paused,
  type PlannedStage,
  type WorkOrderClock,
  type WorkOrderEvent,
  type WorkOrderPolicy,
  type WorkOrderPurpose,
  type WorkOrderState,
} from './order.ts';

/** Returns the order's stage in its policy. */
export const plannedStage = (state: WorkOrderState, policy: WorkOrderPolicy): PlannedStage => stageOf(policy, state.stage);

export function stageOf({ stages }: WorkOrderPolicy, index: number): PlannedStage {
  const stage = stages[index];
  if (!stage) throw new RangeError(`the plan has ${String(stages.length)} stages, and none at ${String(index)}`);
  return stage;
}

/** Returns the calendar of the centre that handles the stage, even while the order is elsewhere. */
function calendarOf({ calendars }: WorkOrderPolicy, centreId: string): Calendar {
  const calendar = calendars[centreId];
  if (!calendar) throw new RangeError(`no calendar of centre ${centreId}`);
  return calendar;
}

/** Returns the fields of an order that enters a stage now, with the stage's clock. */
export function standAt(policy: WorkOrderPolicy, index: number, now: number) {
  const { key, groupId, centreId, limitMinutes } = stageOf(policy, index);
  const clock = clockFrom(calendarOf(policy, centreId), 'stage', now, limitMinutes, limitMinutes * policy.warnShare);
  return { stage: index, stageKey: key, groupId, centreId, clock };
}

/**
 * Returns when the whole order is due, in epoch milliseconds, if every stage that is left uses its limit; null while its clock is paused,
 * after its end, and when the calendar does not reach that far.
 */
export function promisedEnd({ stage, clock }: Pick<WorkOrderState, 'stage' | 'clock'>, policy: WorkOrderPolicy): number | null {
  if (clock?.purpose !== 'stage') return null;
  const left = policy.stages.slice(stage + 1);
  try {
    return left.reduce((at, { centreId, limitMinutes }) => addWorkingTime(calendarOf(policy, centreId), at, limitMinutes), clock.dueAt);
  } catch (error) {
    if (error instanceof CalendarError) return null;
    throw error;
  }
}

/** Returns the remaining time of the stage's limit, for the pause of its clock. */
export function pausedAt(state: WorkOrderState, policy: WorkOrderPolicy, now: number): Paused {
  if (state.clock === null) throw new RangeError('an open order has a clock');
  return { ...leftOf(calendarOf(policy, plannedStage(state, policy).centreId), state.clock, now), escalated: state.clock.escalated };
}

/** Returns the stage's clock, resumed with the remaining time. Rings that happened before are not repeated. */
export function resumedAt(state: WorkOrderState, policy: WorkOrderPolicy, now: number): WorkOrderClock {
  const { dueIn, warnIn, escalated } = state.paused ?? { dueIn: 0, warnIn: null, escalated: true };
  const clock = clockFrom(calendarOf(policy, plannedStage(state, policy).centreId), 'stage', now, dueIn, warnIn);
  // Every stage has a warning. When none is left, it has been given.
  return { ...clock, warned: warnIn === null, escalated };
}

export const papersClock = (state: WorkOrderState, policy: WorkOrderPolicy, now: number): WorkOrderClock =>
  clockFrom(
    calendarOf(policy, plannedStage(state, policy).centreId),
    'supplement',
    now,
    policy.papersMinutes,
    policy.papersMinutes * policy.warnShare,
  );

/** An order waits for its form as long as that may take, longer where the sender has set a later date than usual. */
export function formClock(
  state: WorkOrderState,
  policy: WorkOrderPolicy,
  { calendar, handInMinutes, handInUntil = 0 }: ServiceFormPolicy,
  now: number,
): WorkOrderClock {
  const usual = policy.formMinutes ?? policy.papersMinutes;
  const longer = handInUntil > now ? Math.max(0, workingTimeBetween(calendar, now, handInUntil) - handInMinutes) : 0;
  return clockFrom(calendarOf(policy, plannedStage(state, policy).centreId), 'form', now, usual + longer, null);
}

export const dispatchClock = (state: WorkOrderState, policy: WorkOrderPolicy, now: number): WorkOrderClock =>
  clockFrom(calendarOf(policy, plannedStage(state, policy).centreId), 'dispatch', now, policy.dispatchMinutes, null);

export const evaluationClock = (policy: WorkOrderPolicy, now: number): WorkOrderClock =>
  clockFrom(roundTheClock, 'evaluation', now, policy.evaluationMinutes, null);

/** Each stage counts by the calendar of its centre. */
export const recounting: Recounting<WorkOrderTypes> = {
  calendarsOf: (_state, { calendars }) => calendars,
  withCalendars: (_state, policy, calendars) => ({ ...policy, calendars }),
  centreOf: (state, policy) => plannedStage(state, policy).centreId,
};

/** Returns the running deadlines: at most one, while the order is open or waits for its rating. */
export const agenda = ({ clock }: WorkOrderState): Agenda<WorkOrderPurpose> => (clock === null ? [] : [clock]);

/** Returns the events of deadlines that are due; empty when called early. */
export function onTime(state: WorkOrderState, policy: WorkOrderPolicy, now: number): readonly WorkOrderEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  const { purpose } = ring.clock;
  if (ring.says === 'warned') return [{ type: 'warned', purpose }];
  if (purpose === 'evaluation') return [{ type: 'evaluation-elapsed' }];
  if (purpose === 'supplement' && isOpen(state))
    return [{ type: 'closed', outcome: 'papers-elapsed', reasonId: null, clock: evaluationClock(policy, now) }];
  return [{ type: 'escalated', purpose }];
}
