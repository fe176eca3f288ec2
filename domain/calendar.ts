/**
 * Working time of a centre: its hours, public holidays, make-up days (调休) and its own closures.
 *
 * Instants are epoch milliseconds. Durations are minutes; they may be fractional and are exact to the millisecond. A span includes its
 * beginning and excludes its end. Nothing here reads a clock or a time zone, so workflows may call it. Data (holidays, settings) travels
 * with the case as a `Calendar`.
 */
import { holidaysOf } from './holidays/index.ts';
import { dateOf, dayNumberOf, dayNumberOfDate, startOfDay, weekdayOf } from './shanghai.ts';
import type { Weekday } from './shanghai.ts';

/** Part of a day in Shanghai wall time, `HH:MM`; `to` may be `24:00`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Hours of each weekday (Monday is 1) and of a make-up day. A lunch break splits a day into two spans. */
export interface Hours {
  readonly week: Readonly<Record<Weekday, readonly Span[]>>;
  readonly makeUp: readonly Span[];
}

/** Exceptions from the weekday's hours, by date `YYYY-MM-DD`: closed, open with the make-up hours, or with hours of their own. */
export type SpecialDays = Readonly<Record<string, 'holiday' | 'workday' | readonly Span[]>>;

/** Data for counting working time, small enough for a workflow's arguments. */
export interface Calendar extends Hours {
  /** Hash of the contents: equal calendars have equal versions. */
  readonly version: string;
  readonly days: SpecialDays;
}

/** Calendars by centre. */
export type Calendars = Readonly<Record<string, Calendar>>;

/** Error of a calculation. A workflow has to turn it into an ApplicationFailure, as any plain error. */
export class CalendarError extends Error {
  readonly code: 'no-working-time' | 'too-far' | 'bad-instant' | 'bad-minutes';

  constructor(code: CalendarError['code'], detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'CalendarError';
    this.code = code;
  }
}

const minuteMs = 60_000;

/** Search horizon for openings and deadlines: two years. It bounds the search for every calendar. */
const horizonDays = 2 * 366;

/** Latest accepted instant; leaves room for the horizon before the last instant that a Date can hold. */
const lastInstant = 8.6e15;

/**
 * Builds a centre's calendar from its hours, the public holidays of the years (none for a year not in `knownYears`), and the centre's own
 * closures and special days, which take precedence.
 */
export function calendarFor(hours: Hours, years: readonly number[], closures: SpecialDays = {}): Calendar {
  const announced: SpecialDays = Object.fromEntries(years.flatMap((year) => Object.entries(holidaysOf(year))));
  const days = Object.entries({ ...announced, ...closures })
    // A holiday on a weekday without hours has no effect. Omitting it keeps the calendar small.
    .filter(([date, day]) => day !== 'holiday' || hours.week[weekdayOf(dayNumberOfDate(date))].length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return versioned({ week: hours.week, makeUp: hours.makeUp, days: Object.fromEntries(days) });
}

/** Calendar that is always open: for tests, and for limits that do not depend on working time. */
export const roundTheClock: Calendar = (() => {
  const spans = [{ from: '00:00', to: '24:00' }];
  return versioned({ week: { 1: spans, 2: spans, 3: spans, 4: spans, 5: spans, 6: spans, 7: spans }, makeUp: spans, days: {} });
})();

/** True when the instant lies in working time. The end of a span does not. */
export function isWorkingTime(calendar: Calendar, at: number): boolean {
  return openingsOfDay(calendar, dayNumberOf(checkedInstant(at))).some(({ start, end }) => start <= at && at < end);
}

/**
 * Returns the instant after so many minutes of working time. Counting begins at the next opening when `from` lies outside working time. A
 * deadline on the end of a span stays there; so does zero minutes from such an end.
 * @throws CalendarError `bad-minutes` (negative, not finite), `bad-instant`, `no-working-time`, or `too-far` (over two years)
 */
export function addWorkingTime(calendar: Calendar, from: number, minutes: number): number {
  if (!Number.isFinite(minutes) || minutes < 0) throw new CalendarError('bad-minutes', String(minutes));
  let left = Math.round(minutes * minuteMs);
  let open = false;
  for (const span of spansFrom(calendar, from)) {
    const start = Math.max(span.start, from);
    if (left <= span.end - start) return start + left;
    left -= span.end - start;
    open = true;
  }
  throw new CalendarError(open ? 'too-far' : 'no-working-time', `calendar ${calendar.version}, within ${String(horizonDays)} days`);
}

/**
 * Returns the minutes of working time between two instants, exact to the millisecond; negative when `b` is before `a`.
 * @throws CalendarError `bad-instant`
 */
export function workingTimeBetween(calendar: Calendar, a: number, b: number): number {
  if (checkedInstant(b) < checkedInstant(a)) return 0 - workingTimeBetween(calendar, b, a);
  let sum = 0;
  for (let day = dayNumberOf(a); day <= dayNumberOf(b); day += 1) {
    for (const { start, end } of openingsOfDay(calendar, day)) sum += Math.max(0, Math.min(end, b) - Math.max(start, a));
  }
  return sum / minuteMs;
}

/**
 * Returns the next instant of working time; `at` itself when it is open.
 * @throws CalendarError `bad-instant`, or `no-working-time` within two years
 */
export function nextOpening(calendar: Calendar, at: number): number {
  for (const { start, end } of spansFrom(calendar, at)) if (at < end) return Math.max(start, at);
  throw new CalendarError('no-working-time', `calendar ${calendar.version}, within ${String(horizonDays)} days`);
}

/** Half of the horizon. A limit that is possible today therefore stays possible during the following year. */
const limitDays = 366;

/**
 * Returns the longest limit that the calendar supports: its minutes of working time within a year from the instant.
 * @throws CalendarError `bad-instant`
 */
export const longestLimit = (calendar: Calendar, from: number): number =>
  workingTimeBetween(calendar, from, from + limitDays * 1_440 * minuteMs);

/** Span of a particular day, in epoch milliseconds. */
export interface Opening {
  readonly start: number;
  readonly end: number;
}

/**
 * Returns the openings of a day, in order.
 * @param day number of the day in Shanghai (`dayNumberOf`)
 */
export function openingsOfDay(calendar: Calendar, day: number): Opening[] {
  const special = calendar.days[dateOf(day)] ?? calendar.week[weekdayOf(day)];
  const spans = special === 'holiday' ? [] : special === 'workday' ? calendar.makeUp : special;
  const midnight = startOfDay(day);
  return spans.map(({ from, to }) => ({ start: midnight + sinceMidnight(from), end: midnight + sinceMidnight(to) }));
}

/** Yields the spans that end at or after an instant, in order, up to the horizon. */
function* spansFrom(calendar: Calendar, at: number): Generator<Opening> {
  const today = dayNumberOf(checkedInstant(at));
  // A span of the previous day may end at this midnight, and a deadline then stays on it.
  for (let day = today - 1; day <= today + horizonDays; day += 1) {
    for (const span of openingsOfDay(calendar, day)) if (span.end >= at) yield span;
  }
}

/** Returns milliseconds since midnight of a time `HH:MM`. */
const sinceMidnight = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minuteMs;

function checkedInstant(at: number): number {
  if (!Number.isFinite(at) || Math.abs(at) > lastInstant) throw new CalendarError('bad-instant', String(at));
  return at;
}

/** Adds the version, a hash of the contents (FNV-1a, 32 bit). It identifies the calendar that a case was counted with. */
function versioned(contents: Omit<Calendar, 'version'>): Calendar {
  const { week, makeUp, days } = contents;
  const pairs = (spans: readonly Span[]): string[] => spans.map(({ from, to }) => `${from}-${to}`);
  const inOrder = [
    ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => pairs(week[weekday])),
    pairs(makeUp),
    Object.entries(days).map(([date, day]) => [date, typeof day === 'string' ? day : pairs(day)]),
  ];
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(inOrder)) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return { version: (hash >>> 0).toString(16).padStart(8, '0'), ...contents };
}
