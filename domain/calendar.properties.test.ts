import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addWorkingTime, calendarFor, isWorkingTime, nextOpening, workingTimeBetween } from './calendar.ts';
import type { Calendar, Span, SpecialDays } from './calendar.ts';

const minuteMs = 60_000;
const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Spans of a day from its sorted edges: touching ones, whole days and none at all among them. */
const spans: fc.Arbitrary<Span[]> = fc
  .oneof(
    { weight: 4, arbitrary: fc.uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 }) },
    { weight: 1, arbitrary: fc.constantFrom([0, 1440], [0, 720, 720, 1440], [540, 720, 810, 1050]) },
  )
  .map((edges) => {
    const sorted = [...edges].sort((a, b) => a - b);
    const pairs = Array.from({ length: Math.floor(sorted.length / 2) }, (_, i) => sorted.slice(2 * i, 2 * i + 2));
    return pairs.map(([from = 0, to = 0]) => ({ from: clock(from), to: clock(to) }));
  });

const specialDays: fc.Arbitrary<SpecialDays> = fc.dictionary(
  fc.integer({ min: 0, max: 720 }).map((n) => new Date(Date.UTC(2025, 11, 1 + n)).toISOString().slice(0, 10)),
  fc.oneof(fc.constantFrom('holiday' as const, 'workday' as const), spans),
  { maxKeys: 12 },
);

const calendars: fc.Arbitrary<Calendar> = fc
  .tuple(fc.tuple(spans, spans, spans, spans, spans, spans), spans, specialDays)
  .map(([[mon, tue, wed, thu, fri, sat], makeUp, days]) =>
    // Sunday always has an hour, so that any of the durations below ends within two years.
    calendarFor({ week: { 1: mon, 2: tue, 3: wed, 4: thu, 5: fri, 6: sat, 7: [{ from: '10:00', to: '11:00' }] }, makeUp }, [2026], days),
  );

/** Whole minutes among them: the edges of spans lie there. */
const instants = fc.oneof(
  fc.integer({ min: Date.UTC(2025, 11, 1), max: Date.UTC(2027, 2, 1) }),
  fc.integer({ min: Date.UTC(2025, 11, 1) / minuteMs, max: Date.UTC(2027, 2, 1) / minuteMs }).map((m) => m * minuteMs),
);
const durationsMs = fc.oneof(
  fc.integer({ min: 0, max: 40 * 60 * minuteMs }),
  fc.integer({ min: 0, max: 2_400 }).map((m) => m * minuteMs),
);

const add = (calendar: Calendar, from: number, ms: number): number => addWorkingTime(calendar, from, ms / minuteMs);

describe('any calendar', () => {
  it('measures after adding what was added', () => {
    fc.assert(
      fc.property(calendars, instants, durationsMs, (calendar, from, ms) => {
        expect(workingTimeBetween(calendar, from, add(calendar, from, ms))).toBe(ms / minuteMs);
      }),
    );
  });

  it('adds in parts as it adds at once', () => {
    fc.assert(
      fc.property(calendars, instants, durationsMs, durationsMs, (calendar, from, a, b) => {
        expect(add(calendar, add(calendar, from, a), b)).toBe(add(calendar, from, a + b));
      }),
    );
  });

  it('never has the later beginning, or the longer duration, end earlier', () => {
    fc.assert(
      fc.property(calendars, instants, instants, durationsMs, durationsMs, (calendar, x, y, a, b) => {
        expect(add(calendar, Math.min(x, y), a)).toBeLessThanOrEqual(add(calendar, Math.max(x, y), a));
        expect(add(calendar, x, Math.min(a, b))).toBeLessThanOrEqual(add(calendar, x, Math.max(a, b)));
      }),
    );
  });

  it('ends in working time or at the end of a span, never before it began', () => {
    fc.assert(
      fc.property(calendars, instants, durationsMs, (calendar, from, ms) => {
        const due = add(calendar, from, ms);
        expect(due).toBeGreaterThanOrEqual(from);
        expect(isWorkingTime(calendar, due) || isWorkingTime(calendar, due - 1)).toBe(true);
      }),
    );
  });

  it('measures in parts as it measures at once, and backwards as forwards', () => {
    fc.assert(
      fc.property(calendars, instants, instants, instants, (calendar, a, b, c) => {
        const whole = workingTimeBetween(calendar, a, c);
        expect(workingTimeBetween(calendar, a, b) + workingTimeBetween(calendar, b, c)).toBeCloseTo(whole, 6);
        expect(workingTimeBetween(calendar, c, a)).toBe(0 - whole);
      }),
    );
  });

  it('opens next at the first working instant', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, at) => {
        const opening = nextOpening(calendar, at);
        expect(isWorkingTime(calendar, opening)).toBe(true);
        expect(workingTimeBetween(calendar, at, opening)).toBe(0);
        expect(opening === at || !isWorkingTime(calendar, opening - 1)).toBe(true);
      }),
    );
  });

  it('measures what asking about every minute counts', () => {
    const minutes = fc.integer({ min: Date.UTC(2025, 11, 1) / minuteMs, max: Date.UTC(2027, 2, 1) / minuteMs });
    fc.assert(
      fc.property(calendars, minutes, fc.integer({ min: 0, max: 3 * 1440 }), (calendar, first, length) => {
        let open = 0;
        for (let minute = first; minute < first + length; minute += 1) if (isWorkingTime(calendar, minute * minuteMs)) open += 1;
        expect(workingTimeBetween(calendar, first * minuteMs, (first + length) * minuteMs)).toBe(open);
      }),
      { numRuns: 40 },
    );
  });
});
