import type { Ending, Signs } from '../report.ts';
import type { ConversationEvent, ConversationOutcome, ConversationState } from './conversation.ts';

/** The taxpayer waits from the request until an officer has the floor. A conversation with the robot alone asks nobody. */
export const signs = {
  begun: null,
  appointed: 'answered',
  requested: 'asked',
  sought: null,
  offered: null,
  connected: 'answered',
  accepted: 'answered',
  declined: null,
  'offer-elapsed': null,
  claimed: null,
  reassigned: null,
  released: null,
  'handed-over': null,
  'officer-lost': null,
  'queue-left': null,
  'queue-lapsed': null,
  'wait-long': null,
  prioritised: null,
  'supervisor-asked': null,
  joined: null,
  left: null,
  'answer-late': 'overdue',
  heard: null,
  'idle-warned': null,
  'call-asked': null,
  'call-invited': null,
  'call-consented': null,
  'call-refused': null,
  'call-missed': null,
  'call-connected': null,
  'call-ended': null,
  'recording-asked': null,
  'recording-consented': null,
  'recording-refused': null,
  'recording-begun': null,
  'recording-ended': null,
  'recording-incomplete': null,
  closed: null,
  rated: 'rated',
  'rating-elapsed': null,
} as const satisfies Signs<ConversationEvent>;

const outcomes = {
  officer: 'resolved',
  taxpayer: 'resolved',
  idle: 'resolved',
  ended: 'unresolved',
} as const satisfies Record<ConversationOutcome, Ending>;

/** Returns the outcome. Whoever asked for an officer and never had one has not been helped. */
export function endingOf({ outcome, cause, lastOfficerId }: ConversationState): Ending | null {
  if (outcome === null) return null;
  return cause !== null && lastOfficerId === null ? 'unresolved' : outcomes[outcome];
}
