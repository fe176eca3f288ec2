import type { Ending, Signs } from '../report.ts';
import type { ServiceFormEvent, ServiceFormOutcome, ServiceFormState } from './form.ts';

/** The taxpayer waits from the first hand-in until the papers are judged. The time they take to fill in the form does not count. */
export const signs = {
  sent: null,
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  saved: null,
  confirmed: 'asked',
  'papers-reviewed': 'answered',
  'papers-asked': 'answered',
  reminded: null,
  recounted: null,
  warned: null,
  escalated: 'overdue',
  completed: 'answered',
  closed: null,
} as const satisfies Signs<ServiceFormEvent>;

const outcomes = {
  completed: 'resolved',
  recalled: 'unresolved',
  expired: 'unresolved',
  ended: 'unresolved',
  'order-ended': 'unresolved',
} as const satisfies Record<ServiceFormOutcome, Ending>;

export const endingOf = ({ outcome }: ServiceFormState): Ending | null => (outcome === null ? null : outcomes[outcome]);
