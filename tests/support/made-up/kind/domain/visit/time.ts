/** The two deadlines of a visit, which run at once (rules 1 and 3 of `visit.ts`). */
import { ringing, type Agenda } from '../agenda.ts';
import type { Clock } from '../case.ts';
import type { VisitEvent, VisitOpening, VisitPolicy, VisitPurpose, VisitState } from './visit.ts';

const clockTo = (purpose: VisitPurpose, startedAt: number, dueAt: number): Clock<VisitPurpose> => ({
  purpose,
  startedAt,
  warnAt: null,
  dueAt,
  warned: false,
  escalated: false,
});

const minuteMs = 60_000;

/** How a visit begins. @param now epoch milliseconds */
export const planned = ({ textId, originId, at, leadMinutes }: VisitOpening, { graceMinutes }: VisitPolicy, now: number): VisitEvent => ({
  type: 'planned',
  textId,
  originId,
  reminderClock: clockTo('visit-reminder', now, at - leadMinutes * minuteMs),
  clock: clockTo('arrival', now, at + graceMinutes * minuteMs),
});

export const agenda = ({ reminderClock, clock }: VisitState): Agenda<VisitPurpose> =>
  [reminderClock, clock].filter((each) => each !== null);

/** What the passing of time brings; nothing when asked early. */
export function onTime(state: VisitState, now: number): readonly VisitEvent[] {
  const ring = ringing(agenda(state), now);
  if (ring === null) return [];
  switch (ring.clock.purpose) {
    case 'visit-reminder':
      return [{ type: 'neared' }];
    case 'arrival':
      return [{ type: 'closed', outcome: 'missed', minutes: null }];
  }
}
