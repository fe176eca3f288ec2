/** The two deadlines of a visit, which run at once (rules 1 and 3 of `visit.ts`). */
import { ringing, type Agenda } from '../agenda.ts';
import { wallClock } from '../clock.ts';
import type { VisitEvent, VisitOpening, VisitPolicy, VisitPurpose, VisitState } from './visit.ts';

const minuteMs = 60_000;

/** Returns the first event of a visit. @param now epoch milliseconds */
export const planned = ({ textId, originId, at, leadMinutes }: VisitOpening, { graceMinutes }: VisitPolicy, now: number): VisitEvent => ({
  type: 'planned',
  textId,
  originId,
  reminderClock: wallClock('visit-reminder', now, at - leadMinutes * minuteMs),
  clock: wallClock('arrival', now, at + graceMinutes * minuteMs),
});

export const agenda = ({ reminderClock, clock }: VisitState): Agenda<VisitPurpose> =>
  [reminderClock, clock].filter((each) => each !== null);

/** Returns the events of deadlines that are due; empty when called early. */
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
