import { expect, it } from '@jest/globals';

import { eventsOf } from './history-events.ts';
import { stepsOf } from './history-steps.ts';

const event = (eventId: number, type: string, attributes: Record<string, unknown> = {}) => ({
  eventId: String(eventId),
  eventType: `EVENT_TYPE_${type}`,
  anyEventAttributes: attributes,
});
const steps = (...events: ReturnType<typeof event>[]) => stepsOf(eventsOf({ events }));

it('a command, what it causes and its answer are one step', () => {
  expect(
    steps(
      event(1, 'WORKFLOW_EXECUTION_STARTED'),
      event(2, 'WORKFLOW_TASK_SCHEDULED'),
      event(5, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED'),
      event(6, 'ACTIVITY_TASK_SCHEDULED'),
      event(7, 'ACTIVITY_TASK_STARTED', { scheduledEventId: '6' }),
      event(8, 'ACTIVITY_TASK_COMPLETED', { scheduledEventId: '6', startedEventId: '7' }),
      event(9, 'WORKFLOW_TASK_COMPLETED', { scheduledEventId: '2' }),
      event(10, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED', { acceptedEventId: '5' }),
    ),
  ).toEqual([1, 2, 5, 5, 5, 5, 9, 5]);
});

it('a clock is a step of its own, and so is what the clock causes', () => {
  expect(
    steps(
      event(5, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED'),
      event(6, 'TIMER_STARTED'),
      event(7, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED', { acceptedEventId: '5' }),
      event(8, 'TIMER_FIRED', { startedEventId: '6' }),
      event(9, 'ACTIVITY_TASK_SCHEDULED'),
      event(10, 'ACTIVITY_TASK_COMPLETED', { scheduledEventId: '9' }),
    ),
  ).toEqual([5, 6, 5, 6, 9, 9]);
});

it('what is scheduled between two commands is nobody’s', () => {
  expect(
    steps(
      event(5, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED'),
      event(6, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED'),
      event(7, 'ACTIVITY_TASK_SCHEDULED'),
      event(8, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED', { acceptedEventId: '5' }),
      event(9, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED'),
      event(10, 'CHILD_WORKFLOW_EXECUTION_STARTED', { initiatedEventId: '9' }),
    ),
  ).toEqual([5, 6, 7, 5, 6, 6]);
});

it('an event that names one which is not there stands for itself', () => {
  expect(steps(event(90, 'ACTIVITY_TASK_COMPLETED', { scheduledEventId: '3' }), event(91, 'TIMER_FIRED'))).toEqual([90, 91]);
});
