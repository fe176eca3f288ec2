import type { Ending, Signs } from '../report.ts';
import type { WorkOrderEvent, WorkOrderState } from './order.ts';

/** Events that take the matter further, or send it back for a reason, count as an answer. Claiming, handing over and disputing do not. */
export const signs = {
  opened: 'asked',
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  advanced: 'answered',
  'sent-back': 'answered',
  'papers-asked': 'answered',
  supplemented: null,
  'papers-reviewed': 'answered',
  disputed: null,
  dispatched: null,
  'form-sent': 'answered',
  'form-ended': null,
  urged: null,
  merged: null,
  recounted: null,
  warned: null,
  escalated: 'overdue',
  finished: 'answered',
  closed: null,
  rated: 'rated',
  'evaluation-elapsed': null,
} as const satisfies Signs<WorkOrderEvent>;

const outcomes = {
  finished: 'resolved',
  terminated: 'unresolved',
  'papers-elapsed': 'unresolved',
  ended: 'unresolved',
} as const satisfies Record<NonNullable<WorkOrderState['outcome']>, Ending>;

export const endingOf = ({ outcome }: WorkOrderState): Ending | null => (outcome === null ? null : outcomes[outcome]);
