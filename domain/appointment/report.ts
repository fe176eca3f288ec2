import type { Ending, Signs } from '../report.ts';
import type { AppointmentEvent, AppointmentOutcome, AppointmentState } from './appointment.ts';

/** The taxpayer waits from the start of the window until the interaction starts; the time before it was chosen by them. */
export const signs = {
  requested: null,
  booked: null,
  'move-requested': null,
  moved: null,
  reminded: null,
  neared: null,
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  'taken-over': null,
  'checked-in': null,
  opened: 'asked',
  'officer-late': 'overdue',
  started: 'answered',
  'interaction-ended': null,
  'result-late': 'overdue',
  held: null,
  missed: null,
  'officer-failed': null,
  cancelled: null,
  rated: 'rated',
  'rating-elapsed': null,
  appealed: null,
  'miss-lifted': null,
  'miss-upheld': null,
  'appeal-elapsed': null,
} as const satisfies Signs<AppointmentEvent>;

const outcomes = {
  held: 'resolved',
  missed: 'unresolved',
  'officer-failed': 'unresolved',
  cancelled: 'unresolved',
} as const satisfies Record<AppointmentOutcome, Ending>;

export const endingOf = ({ outcome }: AppointmentState): Ending | null => (outcome === null ? null : outcomes[outcome]);
