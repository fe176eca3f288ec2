/**
 * A visit: a taxpayer comes to the counter at a time that they chose, about another case of theirs.
 *
 *   planned → over
 *
 * 1. Until a while before its time it is nobody's move and in nobody's list. Then its taxpayer is told that it is theirs, and the centre
 *    has it in its lists.
 * 2. Who comes is received by an officer who is free at that moment. While nobody is, they are told so, and nothing has happened.
 * 3. A visit to which nobody has come some time after its time is missed.
 */
import { unopened, type CaseState, type Clock, type Recorded } from '../case.ts';
import { holderAfter, type HoldingCommand, type HoldingDecided } from '../holding.ts';
import type { Move } from '../kind.ts';
import type { Reminder } from '../notices.ts';

export const visitStatuses = ['planned', 'over'] as const;
export type VisitStatus = (typeof visitStatuses)[number];

export const visitOutcomes = ['received', 'missed', 'cancelled'] as const;
export type VisitOutcome = (typeof visitOutcomes)[number];

/** What its two deadlines are for, which run at once. */
export const visitPurposes = ['visit-reminder', 'arrival'] as const;
export type VisitPurpose = (typeof visitPurposes)[number];

export type VisitCommand = HoldingCommand | { type: 'arrive' } | { type: 'finish'; minutes: number };

export type VisitEvent =
  | { type: 'planned'; textId: string; originId: string; reminderClock: Clock<VisitPurpose>; clock: Clock<VisitPurpose> }
  | { type: 'assigned'; officerId: string }
  | HoldingDecided
  | { type: 'neared' }
  | { type: 'arrived' }
  | { type: 'closed'; outcome: VisitOutcome; minutes: number | null };
/** All of them, in the order of a life: what has words on every page. */
export const visitEventTypes = [
  'planned',
  'assigned',
  'claimed',
  'released',
  'handed-over',
  'reassigned',
  'neared',
  'arrived',
  'closed',
] as const satisfies readonly VisitEvent['type'][];
export type RecordedVisitEvent = Recorded<VisitEvent>;

export interface VisitPolicy {
  /** So long after its time a visit is missed, in minutes of the clock on the wall. */
  graceMinutes: number;
}

export interface VisitState extends CaseState {
  kind: 'visit';
  status: VisitStatus;
  clock: Clock<VisitPurpose> | null;
  reminder: Reminder;
  /** The case that it is about. */
  originId: string;
  /** Runs beside `clock`, until the visit is near. */
  reminderClock: Clock<VisitPurpose> | null;
  arrivedAt: number | null;
  outcome: VisitOutcome | null;
}

/** What a taxpayer plans, as the workflow gets it: ids only. */
export interface VisitOpening {
  id: string;
  regionId: string;
  centreId: string;
  typeId: string;
  identityId: string;
  reminder: Reminder;
  textId: string;
  originId: string;
  /** When they want to come, in epoch milliseconds. */
  at: number;
  /** So long before it they want to be told, in minutes of the clock on the wall. */
  leadMinutes: number;
}

/** A visit before its first event. */
export const newVisit = ({ textId: _text, at: _at, leadMinutes: _lead, ...rest }: VisitOpening, now: number): VisitState => ({
  kind: 'visit',
  ...rest,
  status: 'planned',
  ...unopened(now),
  reminderClock: null,
  arrivedAt: null,
  outcome: null,
});

export const isOpen = ({ status }: VisitState): boolean => status === 'planned';

/** Rule 1: the taxpayer's from when it is near, the centre's once they are there. */
export function moveOf({ reminderClock, arrivedAt }: VisitState): Move {
  if (arrivedAt !== null) return 'officer';
  return reminderClock === null ? 'taxpayer' : 'nobody';
}

/** In the list of whoever took it early, and of the centre from when it is somebody's move. */
export const hasTask = (state: VisitState): boolean => isOpen(state) && (state.assigneeId !== null || moveOf(state) !== 'nobody');

/** The state after an event; the same everywhere, whoever applies it. */
export const apply = (state: VisitState, event: RecordedVisitEvent): VisitState => ({
  ...state,
  ...changeOf(state, event),
  version: event.version,
});

function changeOf(state: VisitState, event: RecordedVisitEvent): Partial<VisitState> {
  switch (event.type) {
    case 'planned':
      return { reminderClock: event.reminderClock, clock: event.clock };
    case 'assigned':
    case 'claimed':
    case 'released':
    case 'handed-over':
    case 'reassigned':
      return holderAfter(state, event);
    case 'neared':
      return { reminderClock: null };
    case 'arrived':
      return { arrivedAt: event.at, answeredAt: event.at, clock: null };
    case 'closed':
      return { status: 'over', outcome: event.outcome, reminderClock: null, clock: null, closedAt: event.at };
  }
}
