/**
 * Working time of a centre: its hours, the public holidays, the make-up days (调休) and its own closures.
 *
 * All instants, in and out, are epoch milliseconds (number); all durations are minutes, fractions allowed, exact to the
 * millisecond. A span holds its beginning but not its end. Nothing here reads a clock or a time zone, so workflows may
 * call it; what depends on data (holidays, settings) travels with the case as a `Calendar`.
 */
import { holidaysOf } from './holidays/index.ts';
import { dateOf, dayNumberOf, dayNumberOfDate, startOfDay, weekdayOf } from './shanghai.ts';
import type { Weekday } from './shanghai.ts';

/** A stretch of a day in Shanghai wall time, `HH:MM`; `to` may be `24:00`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** The hours of each weekday (Monday is 1), a lunch break making two spans, and those of a weekend day worked in exchange. */
export interface Hours {
  readonly week: Readonly<Record<Weekday, readonly Span[]>>;
  readonly makeUp: readonly Span[];
}

/** Days that are not as their weekday, by date `YYYY-MM-DD`: off, worked with the make-up hours, or with hours of their own. */
export type SpecialDays = Readonly<Record<string, 'holiday' | 'workday' | readonly Span[]>>;

/** Everything needed to count working time, small enough to travel in a workflow's arguments. */
export interface Calendar extends Hours {
  /** Follows from the contents: equal calendars have equal versions, and a change gives another. */
  readonly version: string;
  readonly days: SpecialDays;
}

/** Why a calculation is refused. A workflow has to turn it into an ApplicationFailure, as any plain error. */
export class CalendarError extends Error {
  readonly code: 'no-working-time' | 'too-far' | 'bad-instant' | 'bad-minutes';

  constructor(code: CalendarError['code'], detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'CalendarError';
    this.code = code;
  }
}

const minuteMs = 60_000;

/** How far ahead an opening or a deadline is looked for: two years, so that no calendar can hold the search for ever. */
const horizonDays = 2 * 366;

/** Leaves room for the horizon before the last instant that a Date can hold. */
const lastInstant = 8.6e15;

/**
 * The calendar of a centre: its hours, the public holidays of the years (none of a year not in `knownYears`), and the centre's
 * own closures and special days, which go before the public ones.
 */
export function calendarFor(hours: Hours, years: readonly number[], closures: SpecialDays = {}): Calendar {
  const announced: SpecialDays = Object.fromEntries(years.flatMap((year) => Object.entries(holidaysOf(year))));
  const days = Object.entries({ ...announced, ...closures })
    // A holiday on a weekday without hours says nothing; left out, the calendar stays small.
    .filter(([date, day]) => day !== 'holiday' || hours.week[weekdayOf(dayNumberOfDate(date))].length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return versioned({ week: hours.week, makeUp: hours.makeUp, days: Object.fromEntries(days) });
}

/** Open day and night, all the year: for tests, and for limits that do not depend on working time. */
export const roundTheClock: Calendar = (() => {
  const spans = [{ from: '00:00', to: '24:00' }];
  return versioned({ week: { 1: spans, 2: spans, 3: spans, 4: spans, 5: spans, 6: spans, 7: spans }, makeUp: spans, days: {} });
})();

/** Whether an instant lies in working time; the end of a span does not. */
export function isWorkingTime(calendar: Calendar, at: number): boolean {
  return spansOfDay(calendar, dayNumberOf(checkedInstant(at))).some(({ start, end }) => start <= at && at < end);
}

/**
 * The instant at which so many minutes of working time have passed. Counting begins at the next opening when `from` lies outside
 * working time; a deadline that falls on the end of a span stays there, and so does zero minutes from such an end.
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
 * The minutes of working time between two instants, exact to the millisecond; negative when `b` is before `a`.
 * @throws CalendarError `bad-instant`
 */
export function workingTimeBetween(calendar: Calendar, a: number, b: number): number {
  if (checkedInstant(b) < checkedInstant(a)) return 0 - workingTimeBetween(calendar, b, a);
  let sum = 0;
  for (let day = dayNumberOf(a); day <= dayNumberOf(b); day += 1) {
    for (const { start, end } of spansOfDay(calendar, day)) sum += Math.max(0, Math.min(end, b) - Math.max(start, a));
  }
  return sum / minuteMs;
}

/**
 * When working time begins next: `at` itself while it is open.
 * @throws CalendarError `bad-instant`, or `no-working-time` within two years
 */
export function nextOpening(calendar: Calendar, at: number): number {
  for (const { start, end } of spansFrom(calendar, at)) if (at < end) return Math.max(start, at);
  throw new CalendarError('no-working-time', `calendar ${calendar.version}, within ${String(horizonDays)} days`);
}

/** Half of the horizon, so that a limit found possible today is so from any day of the year that follows. */
const limitDays = 366;

/**
 * The longest limit, in minutes of working time, that a calendar can be asked for: what it has within a year from an instant.
 * @throws CalendarError `bad-instant`
 */
export const longestLimit = (calendar: Calendar, from: number): number =>
  workingTimeBetween(calendar, from, from + limitDays * 1_440 * minuteMs);

/** A span of one particular day, in epoch milliseconds. */
interface Opening {
  readonly start: number;
  readonly end: number;
}

function spansOfDay(calendar: Calendar, day: number): Opening[] {
  const special = calendar.days[dateOf(day)] ?? calendar.week[weekdayOf(day)];
  const spans = special === 'holiday' ? [] : special === 'workday' ? calendar.makeUp : special;
  const midnight = startOfDay(day);
  return spans.map(({ from, to }) => ({ start: midnight + sinceMidnight(from), end: midnight + sinceMidnight(to) }));
}

/** The spans that end at an instant or later, up to the horizon, in order. */
function* spansFrom(calendar: Calendar, at: number): Generator<Opening> {
  const today = dayNumberOf(checkedInstant(at));
  // A span of the day before may end at this very midnight, and a deadline then stays on it.
  for (let day = today - 1; day <= today + horizonDays; day += 1) {
    for (const span of spansOfDay(calendar, day)) if (span.end >= at) yield span;
  }
}

/** The milliseconds since midnight of a time `HH:MM`. */
const sinceMidnight = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * minuteMs;

function checkedInstant(at: number): number {
  if (!Number.isFinite(at) || Math.abs(at) > lastInstant) throw new CalendarError('bad-instant', String(at));
  return at;
}

/** Names the contents by their hash (FNV-1a, 32 bit): enough to tell which calendar a case was counted with. */
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
