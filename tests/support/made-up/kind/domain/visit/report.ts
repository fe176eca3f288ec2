import type { Ending, Signs } from '../report.ts';
import type { VisitEvent, VisitOutcome, VisitState } from './visit.ts';

/** Who has come waits until the visit is over. */
export const signs = {
  planned: null,
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  neared: null,
  arrived: 'asked',
  closed: 'answered',
} as const satisfies Signs<VisitEvent>;

const outcomes = { received: 'resolved', missed: 'unresolved', cancelled: 'unresolved' } as const satisfies Record<VisitOutcome, Ending>;

export const endingOf = ({ outcome }: VisitState): Ending | null => (outcome === null ? null : outcomes[outcome]);
