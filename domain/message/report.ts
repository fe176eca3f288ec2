import type { MessageEvent, MessageState } from './message.ts';
import type { Ending, Signs } from '../report.ts';

/** A reply answers, and so does a question back. */
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

/** An answer to which nothing more comes resolves it; what becomes a work order goes on as that. */
export function endingOf({ status, outcome }: MessageState): Ending | null {
  if (status === 'withdrawn') return 'unresolved';
  if (status === 'converted') return 'passed-on';
  return outcome === null ? null : outcomes[outcome];
}
