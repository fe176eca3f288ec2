/** Deadlines that are counted anew by a corrected calendar. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addWorkingTime, calendarFor, workingTimeBetween, type Calendar } from './calendar.ts';
import { clockFrom } from './clock.ts';
import { messageKind } from './message/kind.ts';
import type { MessagePolicy, MessageState } from './message/message.ts';
import { kinds } from './kinds.ts';
import { recountBy } from './recount.ts';
import { dayNumberOfDate, startOfDay } from './shanghai.ts';
import { usualHours } from './usual-hours.ts';

const minuteMs = 60_000;
/** 10:00 on a Monday. */
const monday = startOfDay(dayNumberOfDate('2026-11-30')) + 600 * minuteMs;
const plain = calendarFor(usualHours, []);
const withHoliday = calendarFor(usualHours, [], { '2026-12-01': 'holiday' });

const policyBy = (calendar: Calendar): MessagePolicy => ({
  calendar,
  firstAnswerMinutes: 480,
  answerMinutes: 480,
  supplementMinutes: 480,
  followUpMinutes: 480,
  warnShare: 0.8,
});
function begun(policy: MessagePolicy): MessageState {
  const opening = {
    ...{ id: 'case', regionId: 'region', centreId: 'east', typeId: 'invoice', identityId: 'li', reminder: 'inbox' as const },
    ...{ textId: 'text', uploadIds: [] },
  };
  const [event] = messageKind.opened(opening, policy, monday);
  if (event === undefined) throw new Error('no event');
  return messageKind.apply(messageKind.begin(opening, monday), { ...event, version: 1, at: monday, actor: { kind: 'system' } });
}
const recounted = (state: MessageState, policy: MessagePolicy, calendar: Calendar, now = monday) =>
  recountBy(kinds.message, state, policy, { east: calendar }, now);

describe('counting anew', () => {
  it('moves the deadline to where it would be had the holiday been known, and its warning with it', () => {
    const policy = policyBy(plain);
    const state = begun(policy);
    const recount = recounted(state, policy, withHoliday);
    expect(recount?.event.clock).toEqual(clockFrom(withHoliday, 'first-answer', monday, 480, 384));
    expect(recount?.event.clock?.dueAt).toBe((state.clock?.dueAt ?? 0) + 1_440 * minuteMs);
    expect(recount?.event.moved).toBe(true);
    expect(recount?.policy).toEqual(policyBy(withHoliday));
    // A holiday after the deadline moves nothing.
    const later = calendarFor(usualHours, [], { '2026-12-31': 'holiday' });
    expect(recounted(state, policy, later)?.event).toEqual({ type: 'recounted', clock: state.clock, moved: false });
  });

  it('changes nothing the second time, in another centre, or once the case has ended', () => {
    const state = begun(policyBy(plain));
    expect(recounted(state, policyBy(plain), plain)).toBeNull();
    expect(recountBy(kinds.message, state, policyBy(plain), { west: withHoliday }, monday)).toBeNull();
    expect(recounted({ ...state, status: 'closed', closedAt: monday, clock: null }, policyBy(plain), withHoliday)).toBeNull();
  });

  it('warns again when the warning lies ahead again, and not when it stays past', () => {
    const policy = policyBy(plain);
    const state = begun(policy);
    const late = { ...state, clock: state.clock && { ...state.clock, warned: true, escalated: true } };
    const soon = (state.clock?.dueAt ?? 0) + minuteMs;
    expect(recounted(late, policy, withHoliday, soon)?.event.clock).toMatchObject({ warned: false, escalated: false });
    expect(recounted(late, policy, withHoliday, soon + 30 * 86_400_000)?.event.clock).toMatchObject({ warned: true, escalated: true });
  });

  it('keeps the working minutes of the limit, whatever the calendar', () => {
    const holidays = fc.subarray(['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08']);
    const calendarOf = (dates: string[]): Calendar =>
      calendarFor(usualHours, [], Object.fromEntries(dates.map((date) => [date, 'holiday'])));
    fc.assert(
      fc.property(holidays, holidays, fc.integer({ min: 0, max: 10 * 1_440 }), (before, after, later) => {
        const policy = policyBy(calendarOf(before));
        const from = monday + later * minuteMs;
        const clock = clockFrom(policy.calendar, 'answer' as const, from, 480, 384);
        const state: MessageState = { ...begun(policy), clock };
        const moved = recounted(state, policy, calendarOf(after), from)?.event.clock ?? clock;
        expect(moved.dueAt).toBe(addWorkingTime(calendarOf(after), from, 480));
        expect(workingTimeBetween(calendarOf(after), from, moved.dueAt)).toBe(480);
      }),
    );
  });
});
