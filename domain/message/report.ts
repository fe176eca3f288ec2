import type { MessageEvent, MessageState } from './message.ts';
import type { Ending, Signs } from '../report.ts';

/** A reply and a question back both count as an answer. */
export const signs = {
  submitted: 'asked',
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  replied: 'answered',
  'asked-back': 'answered',
  supplemented: null,
  'followed-up': null,
  recounted: null,
  warned: null,
  escalated: 'overdue',
  withdrawn: null,
  converted: null,
  rated: 'rated',
  closed: null,
} as const satisfies Signs<MessageEvent>;

const outcomes = {
  rated: 'resolved',
  'follow-up-elapsed': 'resolved',
  'supplement-elapsed': 'unresolved',
  ended: 'unresolved',
} as const satisfies Record<NonNullable<MessageState['outcome']>, Ending>;

/** Returns the outcome. An answer without a follow-up resolves the case; a converted one continues as its work order. */
export function endingOf({ status, outcome }: MessageState): Ending | null {
  if (status === 'withdrawn') return 'unresolved';
  if (status === 'converted') return 'passed-on';
  return outcome === null ? null : outcomes[outcome];
}
