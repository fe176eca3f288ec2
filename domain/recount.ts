/**
 * Counting the running deadline of a case anew by corrected calendars: a holiday that was entered, hours that were changed, a day that was
 * closed later.
 *
 * 1. A case keeps the calendar that it began with, until an administrator has it counted anew. Then it keeps the corrected one, and its
 *    later deadlines count by it, too.
 * 2. The deadline becomes what it would be had the calendar been right from the beginning: it counts from the instant at which it began.
 *    So counting twice changes nothing, and the preview is exact.
 * 3. A warning or a deadline that lies ahead again is given again. One that is past by the corrected calendar is given at once.
 * 4. A deadline by the wall clock stays, and so does one whose day a person has set. The rest of a paused one is in minutes, and stays, too.
 * 5. The taxpayer is told of a deadline of their own that has moved (each kind's notices).
 */
import { addWorkingTime, workingTimeBetween, type Calendar, type Calendars } from './calendar.ts';
import type { Clock } from './case.ts';
import type { AnyKind, KindTypes } from './kind.ts';

/** Event of every kind that counts in working time: the deadline that runs from now on. */
export interface Recounted<C = Clock> {
  type: 'recounted';
  clock: C | null;
  /** True when the instant at which it is due has changed. */
  moved: boolean;
}

/** What counting anew changes. */
export interface Recount {
  event: Recounted;
  policy: unknown;
}

/**
 * Returns what corrected calendars change in a case; null when it counts by them already, has ended, or counts by the wall clock.
 * @param corrected calendars in force; those of other centres are ignored
 * @param now epoch milliseconds
 * @throws CalendarError when the deadline cannot be counted by them
 */
export function recountBy(kind: AnyKind, state: KindTypes['state'], policy: unknown, corrected: Calendars, now: number): Recount | null {
  const { recounting } = kind;
  if (recounting === null || !kind.isOpen(state)) return null;
  const kept = recounting.calendarsOf(state, policy);
  const calendars = Object.fromEntries(Object.entries(kept).map(([centreId, calendar]) => [centreId, corrected[centreId] ?? calendar]));
  if (Object.entries(kept).every(([centreId, { version }]) => calendars[centreId]?.version === version)) return null;
  const centreId = recounting.centreOf(state, policy);
  const [before, after] = centreId === null ? [] : [kept[centreId], calendars[centreId]];
  const counted = before && after ? recounted(state.clock, before, after, now) : state.clock;
  const fixed = recounting.fixedDue?.(state, policy) ?? null;
  const clock = counted && fixed !== null ? { ...counted, dueAt: fixed, escalated: state.clock?.escalated === true } : counted;
  return {
    policy: recounting.withCalendars(state, policy, calendars),
    event: { type: 'recounted', clock, moved: clock?.dueAt !== state.clock?.dueAt },
  };
}

/** Rules 2 and 3. */
function recounted(clock: Clock | null, before: Calendar, after: Calendar, now: number): Clock | null {
  if (clock === null) return null;
  const moved = (at: number): number => addWorkingTime(after, clock.startedAt, workingTimeBetween(before, clock.startedAt, at));
  const dueAt = moved(clock.dueAt);
  const warnAt = clock.warnAt === null ? null : moved(clock.warnAt);
  return {
    ...clock,
    warnAt,
    dueAt,
    warned: clock.warned && !(warnAt !== null && warnAt > now && warnAt !== clock.warnAt),
    escalated: clock.escalated && !(dueAt > now && dueAt !== clock.dueAt),
  };
}
