import type { Ending, Signs } from '../report.ts';
import type { InvitationEvent, InvitationOutcome, InvitationState } from './invitation.ts';

/** The taxpayer waits only for an answer to a time of their own. */
export const signs = {
  proposed: null,
  sent: null,
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  reminded: null,
  'counter-requested': 'asked',
  countered: null,
  'counter-declined': 'answered',
  accepted: 'answered',
  rejected: null,
  withdrawn: null,
  expired: null,
} as const satisfies Signs<InvitationEvent>;

const outcomes = {
  accepted: 'passed-on',
  rejected: 'unresolved',
  withdrawn: 'unresolved',
  expired: 'unresolved',
  ended: 'unresolved',
} as const satisfies Record<InvitationOutcome, Ending>;

export const endingOf = ({ outcome }: InvitationState): Ending | null => (outcome === null ? null : outcomes[outcome]);
