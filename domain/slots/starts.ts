/**
 * The one rule that says which starts of appointments exist. The picture of a month, the list of a day and the transaction that takes a
 * place all use it, so what is offered can be booked, and the other way round.
 *
 * 1. Instants are epoch milliseconds; days are Shanghai's; every interval includes its beginning and excludes its end.
 * 2. A start lies on the grid of its opening: the opening's beginning plus a multiple of the step. The whole length fits before the break,
 *    the end of the day and every closure.
 * 3. A start is at least the lead time ahead, and on a day not later than today plus the horizon.
 * 4. Public holidays and the centre's special days decide about hours, as for all deadlines. A make-up day has the places of the weekday it
 *    stands for; any other open day those of its own weekday or, when that is a rest day, of Friday.
 */
import { openingsOfDay, type Calendar } from '../calendar.ts';
import { dateOf, dayNumberOf, dayNumberOfDate, startOfDay, weekdayOf, yearOf, type Weekday } from '../shanghai.ts';
import { placesDuring, type CapacityWindow } from './capacity.ts';
import type { AppointmentDefinition } from './definition.ts';

/** Time in which a centre offers nothing, announced at short notice. */
export interface Closure {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** Time of a centre as its administrator has set it. */
export interface SlotGround {
  readonly calendar: Calendar;
  /** Weekdays that make-up days stand for, by date `YYYY-MM-DD`. */
  readonly standsFor: Readonly<Record<string, Weekday>>;
  readonly windows: readonly CapacityWindow[];
  readonly closures: readonly Closure[];
  /** Years whose public holidays are final. */
  readonly publishedYears: readonly number[];
}

/** Part of a type of appointment that decides about starts. */
export type SlotType = Pick<AppointmentDefinition, 'lengthMinutes' | 'stepMinutes' | 'pool' | 'leadMinutes' | 'horizonDays'>;

export interface Start {
  readonly startsAt: number;
  readonly endsAt: number;
  /** Places of the pool during the whole length, taken or not. */
  readonly places: number;
}

/** Reasons for which a day has no start. `over`: it is too late for today's. */
export const noStarts = ['past', 'beyond-horizon', 'holiday', 'rest-day', 'closure', 'no-places', 'over'] as const;
type NoStart = (typeof noStarts)[number];

export interface SlotDay {
  readonly date: string;
  readonly starts: readonly Start[];
  /** Null when the day has a start. */
  readonly why: NoStart | null;
  /** Words of the closure, when one takes the day. */
  readonly closure: string | null;
  /** False while the holidays of its year are only those given by law: the day may still change. */
  readonly published: boolean;
}

const minuteMs = 60_000;
/** Weekday whose places a day takes that is open although its own weekday is not. */
const usualMakeUp: Weekday = 5;
/** Most days of one picture. */
export const mostSlotDays = 62;

/** Returns the days from one date to another, both included, with their starts. @throws RangeError for more than `mostSlotDays` */
export function slotDays(ground: SlotGround, type: SlotType, now: number, from: string, to: string): SlotDay[] {
  const [first, last] = [dayNumberOfDate(from), dayNumberOfDate(to)];
  if (!(last - first < mostSlotDays)) throw new RangeError(`more than ${String(mostSlotDays)} days`);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => slotDay(ground, type, now, first + i));
}

/** Returns the start at an instant; null when there is none. */
export function startAt(ground: SlotGround, type: SlotType, now: number, startsAt: number): Start | null {
  const { starts } = slotDay(ground, type, now, dayNumberOf(startsAt), startsAt);
  return starts[0] ?? null;
}

/** @param only the one start that is looked for; it exists by the same rule without the others being worked out */
function slotDay(ground: SlotGround, type: SlotType, now: number, day: number, only?: number): SlotDay {
  const date = dateOf(day);
  const published = ground.publishedYears.includes(yearOf(day));
  const none = (why: NoStart, closure: string | null = null): SlotDay => ({ date, starts: [], why, closure, published });
  const today = dayNumberOf(now);
  if (day < today) return none('past');
  if (day > today + type.horizonDays) return none('beyond-horizon');
  const grid = gridOf(ground.calendar, type, day).filter(({ startsAt }) => only === undefined || startsAt === only);
  if (grid.length === 0) return none(ground.calendar.days[date] === 'holiday' ? 'holiday' : 'rest-day');
  const placesOf = placesOn(ground, type.pool, day);
  const offered = grid.map((start) => ({ ...start, places: placesOf(start) })).filter(({ places }) => places > 0);
  if (offered.length === 0) return none('no-places');
  const open = offered.filter((start) => closureDuring(ground, start) === undefined);
  const starts = open.filter(({ startsAt }) => startsAt >= now + type.leadMinutes * minuteMs && startsAt > now);
  if (starts.length > 0) return { date, starts, why: null, closure: null, published };
  const closure = offered.map((start) => closureDuring(ground, start)).find((found) => found !== undefined);
  return open.length === 0 && closure !== undefined ? none('closure', closure.reason) : none('over');
}

/** Starts by hours, length and step alone. Openings that touch are one. */
function gridOf(calendar: Calendar, { lengthMinutes, stepMinutes }: SlotType, day: number): Omit<Start, 'places'>[] {
  const openings: { start: number; end: number }[] = [];
  for (const { start, end } of openingsOfDay(calendar, day)) {
    const before = openings.at(-1);
    if (before?.end === start) before.end = end;
    else openings.push({ start, end });
  }
  const length = lengthMinutes * minuteMs;
  return openings.flatMap(({ start, end }) => {
    const fitting = Math.floor((end - start - length) / (stepMinutes * minuteMs)) + 1;
    return Array.from({ length: Math.max(0, fitting) }, (_, i) => start + i * stepMinutes * minuteMs).map((startsAt) => ({
      startsAt,
      endsAt: startsAt + length,
    }));
  });
}

interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Returns the places of a pool during a whole span of a day, taken or not. */
export const placesAt = (ground: SlotGround, pool: string, span: Span): number => placesOn(ground, pool, dayNumberOf(span.startsAt))(span);

/** Returns how to tell the places of a pool during spans of one day; what they have in common is worked out once. */
function placesOn(ground: SlotGround, pool: string, day: number): (span: Span) => number {
  const weekday = placesWeekday(ground, day);
  const windows = ground.windows.filter((window) => window.pool === pool && window.weekday === weekday);
  const minute = (at: number): number => (at - startOfDay(day)) / minuteMs;
  return ({ startsAt, endsAt }) => placesDuring(windows, pool, weekday, minute(startsAt), minute(endsAt));
}

/** Returns the first closure that touches a span. */
export const closureDuring = ({ closures }: SlotGround, { startsAt, endsAt }: Span): Closure | undefined =>
  closures.find(({ from, to }) => from < endsAt && startsAt < to);

/** Returns the weekday whose places a day has (rule 4). */
function placesWeekday({ calendar, standsFor }: SlotGround, day: number): Weekday {
  const date = dateOf(day);
  const weekday = weekdayOf(day);
  const own = standsFor[date];
  if (own !== undefined) return own;
  return calendar.days[date] === 'workday' || calendar.week[weekday].length === 0 ? usualMakeUp : weekday;
}
