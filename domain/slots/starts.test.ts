import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { calendarFor, openingsOfDay, type Calendar, type Hours, type SpecialDays } from '../calendar.ts';
import { centreCalendar, makeUpWeekdays } from '../centre-calendar.ts';
import { dateOf, dayNumberOf, dayNumberOfDate, minuteOf, startOfDay, type Weekday } from '../shanghai.ts';
import { usualHours } from '../usual-hours.ts';
import { placesDuring, type CapacityWindow } from './capacity.ts';
import { slotDays, startAt, type SlotDay, type SlotGround, type SlotType } from './starts.ts';

const at = (date: string, time = '00:00'): number =>
  startOfDay(dayNumberOfDate(date)) + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const everywhere = (places: number, days: readonly Weekday[] = [1, 2, 3, 4, 5]): CapacityWindow[] =>
  days.map((weekday) => ({ pool: '', weekday, from: '00:00', to: '24:00', places }));
const groundOf = (change: Partial<SlotGround> = {}): SlotGround => ({
  calendar: calendarFor(usualHours, [2026]),
  standsFor: {},
  windows: everywhere(2),
  closures: [],
  publishedYears: [2026],
  ...change,
});
const half: SlotType = { lengthMinutes: 30, stepMinutes: 30, pool: '', leadMinutes: 0, horizonDays: 60 };
/** A Monday in a month without holidays, before opening. */
const monday = '2026-03-09';
const now = at(monday, '08:00');
const dayOf = (ground: SlotGround, type: SlotType, date: string, when = now): SlotDay => {
  const [day] = slotDays(ground, type, when, date, date);
  if (day === undefined) throw new Error('no day');
  return day;
};
const times = ({ starts }: SlotDay): string[] => starts.map(({ startsAt }) => minuteOf(startsAt).slice(11));

describe('starts of a day', () => {
  it('fit whole before the break and the end of the day', () => {
    const hour: SlotType = { ...half, lengthMinutes: 60 };
    expect(times(dayOf(groundOf(), hour, monday))).toEqual([
      ...['09:00', '09:30', '10:00', '10:30', '11:00'],
      ...['13:30', '14:00', '14:30', '15:00', '15:30', '16:00'],
    ]);
    const early = calendarFor({ ...usualHours, week: { ...usualHours.week, 1: [{ from: '16:00', to: '16:45' }] } }, []);
    expect(times(dayOf(groundOf({ calendar: early }), { ...half, lengthMinutes: 20, stepMinutes: 20 }, monday))).toEqual([
      '16:00',
      '16:20',
    ]);
  });

  it('leave out what a closure touches, and nothing beside it', () => {
    const closures = [{ from: at(monday, '10:00'), to: at(monday, '11:00'), reason: '停电检修' }];
    expect(times(dayOf(groundOf({ closures }), half, monday)).slice(0, 4)).toEqual(['09:00', '09:30', '11:00', '11:30']);
  });

  it('keep the lead time and never lie in the past', () => {
    expect(times(dayOf(groundOf(), { ...half, leadMinutes: 90 }, monday))[0]).toBe('09:30');
    expect(times(dayOf(groundOf(), half, monday, at(monday, '09:00')))[0]).toBe('09:30');
  });

  it('cross a touch of two openings as one', () => {
    const touching = calendarFor(
      {
        ...usualHours,
        week: {
          ...usualHours.week,
          1: [
            { from: '09:00', to: '10:00' },
            { from: '10:00', to: '11:00' },
          ],
        },
      },
      [],
    );
    expect(times(dayOf(groundOf({ calendar: touching }), { ...half, lengthMinutes: 60 }, monday))).toEqual(['09:00', '09:30', '10:00']);
  });
});

describe('a day without starts says why', () => {
  it.each<[SlotDay['why'], string, Partial<SlotGround>, Partial<SlotType>]>([
    ['past', '2026-03-08', {}, {}],
    ['beyond-horizon', '2026-03-11', {}, { horizonDays: 1 }],
    ['rest-day', '2026-03-14', {}, {}],
    ['holiday', '2026-04-06', {}, {}],
    ['no-places', monday, { windows: [] }, {}],
    ['no-places', monday, { windows: everywhere(0) }, {}],
    ['no-places', monday, {}, { pool: 'vip' }],
    ['closure', monday, { closures: [{ from: at(monday), to: at('2026-03-10'), reason: '搬迁' }] }, {}],
    ['over', monday, {}, { leadMinutes: 600 }],
  ])('%s', (why, date, ground, type) => {
    const day = dayOf(groundOf(ground), { ...half, ...type }, date);
    expect([day.why, day.starts, day.closure]).toEqual([why, [], why === 'closure' ? '搬迁' : null]);
  });

  it('and a year whose holidays are not announced is marked', () => {
    const late = at('2026-12-30', '08:00');
    const days = slotDays(groundOf(), half, late, '2026-12-30', '2027-01-04');
    expect(days.map(({ date, published }) => [date.slice(0, 4), published])).toEqual([
      ...[1, 2].map(() => ['2026', true]),
      ...[1, 2, 3, 4].map(() => ['2027', false]),
    ]);
    expect(days.at(-1)?.starts.length).toBeGreaterThan(0);
  });
});

describe('the horizon', () => {
  it.each([
    ['2026-03-09 00:00', 0],
    ['2026-03-09 23:59', 86_399_000],
  ])('is today and so many days of Shanghai, inclusive, at %s', (_, since) => {
    const when = at(monday) + since;
    const days = slotDays(groundOf({ windows: everywhere(1, weekdays) }), { ...half, horizonDays: 1 }, when, monday, '2026-03-11');
    expect(days.map(({ why }) => why === 'beyond-horizon')).toEqual([false, false, true]);
  });
  it('passes the end of a month', () => {
    const days = slotDays(groundOf(), half, at('2026-03-30', '08:00'), '2026-03-30', '2026-04-01');
    expect(days.map(({ date, starts }) => [date, starts.length])).toEqual([
      ['2026-03-30', 13],
      ['2026-03-31', 13],
      ['2026-04-01', 13],
    ]);
  });
});

describe('a make-up day', () => {
  const wednesday = [{ from: '10:00', to: '11:00' }];
  const hours: Hours = { week: { ...usualHours.week, 3: wednesday }, makeUp: [{ from: '09:00', to: '10:00' }] };
  const windows = [...everywhere(2, [1, 2, 4]), ...everywhere(3, [3]), ...everywhere(5, [5])];
  const settingsOf = (standsFor?: Weekday, days: SpecialDays = {}) => ({
    'calendar.hours': hours,
    'calendar.days': days,
    'calendar.years': {
      2026: { source: '-', days: [{ day: '2026-05-09', kind: 'workday' as const, name: '劳动节', ...(standsFor && { standsFor }) }] },
    },
  });
  const ground = (standsFor?: Weekday, days: SpecialDays = {}): SlotGround => {
    const settings = settingsOf(standsFor, days);
    const calendar = centreCalendar(settings, [2026]);
    return groundOf({ calendar, standsFor: makeUpWeekdays(settings['calendar.years'], [2026]), windows });
  };
  const when = at('2026-05-08', '20:00');
  const shown = (g: SlotGround) =>
    dayOf(g, half, '2026-05-09', when).starts.map(({ startsAt, places }) => [minuteOf(startsAt).slice(11), places]);

  it('takes the make-up hours and the places of Friday, unless it stands for a weekday', () => {
    expect(shown(ground())).toEqual([
      ['09:00', 5],
      ['09:30', 5],
    ]);
    expect(shown(ground(3))).toEqual([
      ['10:00', 3],
      ['10:30', 3],
    ]);
  });
  it('is beaten by the centre’s own day and by a closure', () => {
    expect(shown(ground(3, { '2026-05-09': 'holiday' }))).toEqual([]);
    const closures = [{ from: at('2026-05-09'), to: at('2026-05-10'), reason: '停电' }];
    expect(dayOf({ ...ground(3), closures }, half, '2026-05-09', when).why).toBe('closure');
  });
});

describe('places', () => {
  it('are the least during the whole length, and the larger of two windows', () => {
    const windows: CapacityWindow[] = [
      { pool: '', weekday: 1, from: '09:00', to: '10:00', places: 4 },
      { pool: '', weekday: 1, from: '09:30', to: '11:00', places: 2 },
    ];
    const during = (from: number, to: number) => placesDuring(windows, '', 1, from, to);
    expect([during(540, 600), during(570, 630), during(600, 660), during(630, 690), during(480, 540)]).toEqual([4, 2, 2, 0, 0]);
  });
});

describe('offered means bookable, and nothing else is', () => {
  const time = fc.integer({ min: 0, max: 96 }).map((quarter) => quarter * 15);
  const clock = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const spans = fc.uniqueArray(time, { maxLength: 6 }).map((list) => {
    const sorted = list.toSorted((a, b) => a - b);
    return Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => ({
      from: clock(sorted[2 * i] ?? 0),
      to: clock(sorted[2 * i + 1] ?? 0),
    }));
  });
  const calendars: fc.Arbitrary<Calendar> = fc
    .tuple(spans, spans, spans)
    .map(([a, b, makeUp]) => calendarFor({ week: { 1: a, 2: b, 3: a, 4: b, 5: a, 6: [], 7: b }, makeUp }, [2026]));
  const windows = fc
    .array(
      fc.record({
        pool: fc.constant(''),
        weekday: fc.constantFrom(...weekdays),
        span: fc.tuple(time, time),
        places: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 8 },
    )
    .map((list) =>
      list
        .filter(({ span: [from, to] }) => from < to)
        .map(({ span: [from, to], ...rest }) => ({ ...rest, from: clock(from), to: clock(to) })),
    );
  const grounds = fc.record({
    calendar: calendars,
    windows,
    closed: fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 300 })), { maxLength: 3 }),
  });
  const types = fc.record({
    lengthMinutes: fc.constantFrom(5, 20, 30, 45, 60, 90, 480),
    stepMinutes: fc.constantFrom(5, 15, 30, 60),
    pool: fc.constant(''),
    leadMinutes: fc.constantFrom(0, 60, 1_440),
    horizonDays: fc.integer({ min: 0, max: 20 }),
  });
  const first = dayNumberOfDate('2026-04-28');

  it('for any hours, breaks, places, closures, lengths and steps', () => {
    fc.assert(
      fc.property(grounds, types, fc.integer({ min: 0, max: 1_439 }), ({ closed, ...rest }, type, minute) => {
        const when = startOfDay(first) + minute * 60_000;
        const closures = closed.map(([from, long]) => ({
          from: when + from * 1_800_000,
          to: when + (from + long) * 60_000 + from * 1_740_000,
          reason: '-',
        }));
        const ground = groundOf({ ...rest, closures: closures.filter(({ from, to }) => from < to) });
        const days = slotDays(ground, type, when, dateOf(first), dateOf(first + 12));
        const offered = new Map(days.flatMap(({ starts }) => starts.map((start) => [start.startsAt, start] as const)));
        for (const day of days) expect(day.starts.length > 0).toBe(day.why === null);
        for (const start of offered.values()) {
          expect(startAt(ground, type, when, start.startsAt)).toEqual(start);
          // It lies whole in an opening (or in several that touch), in no closure, within lead and horizon, and has a place.
          const openings = openingsOfDay(ground.calendar, dayNumberOf(start.startsAt));
          for (let at = start.startsAt; at < start.endsAt; at += 300_000)
            expect(openings.some(({ start: a, end: b }) => a <= at && at < b)).toBe(true);
          expect(ground.closures.some(({ from, to }) => from < start.endsAt && start.startsAt < to)).toBe(false);
          expect(start.startsAt).toBeGreaterThanOrEqual(when + type.leadMinutes * 60_000);
          expect(dayNumberOf(start.startsAt)).toBeLessThanOrEqual(dayNumberOf(when) + type.horizonDays);
          expect(start.places).toBeGreaterThan(0);
        }
        for (let at = startOfDay(first); at < startOfDay(first + 3); at += 300_000)
          expect(startAt(ground, type, when, at) !== null).toBe(offered.has(at));
      }),
      { numRuns: 60 },
    );
  });
});
