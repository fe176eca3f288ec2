/**
 * Schemas of calendars as they are entered and stored. They are separate from the rules because workflows count working time but validate
 * nothing: each case evaluates the imported modules anew, and zod alone would take longer than the rest of a case.
 */
import { z } from 'zod';

import type { Calendar, Hours, SpecialDays } from './calendar.ts';
import type { HolidayYears } from './holidays/index.ts';
import { mostHolidayDays } from './holidays/import.ts';
import { keyPattern } from './definition-limits.ts';
import type { Weekday } from './shanghai.ts';
import { mostPlaces, mostWindows, type CapacityWindow } from './slots/capacity.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time-invalid');

const spanSchema = z
  .strictObject({ from: time, to: z.union([time, z.literal('24:00')], 'time-invalid') })
  .refine(({ from, to }) => from < to, 'hours-not-ordered');

const spansSchema = z.array(spanSchema).refine((spans) => spans.every((span, i) => span.from >= (spans[i - 1]?.to ?? '')), 'hours-overlap');

const weekSchema = z
  .strictObject({
    1: spansSchema,
    2: spansSchema,
    3: spansSchema,
    4: spansSchema,
    5: spansSchema,
    6: spansSchema,
    7: spansSchema,
  })
  .refine((week) => Object.values(week).some((spans) => spans.length > 0), 'no-working-time');

// Typed by the interfaces instead of by inference, so that a parsed calendar is read-only, too.

/** Special days as an administrator enters them. Messages are translation codes. */
export const specialDaysSchema: z.ZodType<SpecialDays, SpecialDays> = z.record(
  z.iso.date(),
  z.union([z.literal('holiday'), z.literal('workday'), spansSchema], 'day-invalid'),
  { error: (issue) => (issue.code === 'invalid_key' ? 'date-invalid' : undefined) },
);

const weekdaySchema: z.ZodType<Weekday, Weekday> = z.literal([1, 2, 3, 4, 5, 6, 7]);

const holidayYearSchema = z.strictObject({
  source: z.string().trim().min(1).max(200),
  days: z
    .array(
      z.strictObject({
        day: z.iso.date(),
        kind: z.enum(['holiday', 'workday']),
        name: z.string().max(40),
        standsFor: weekdaySchema.optional(),
      }),
    )
    .min(1)
    .max(mostHolidayDays)
    .refine((days) => new Set(days.map(({ day }) => day)).size === days.length, { params: { code: 'duplicate' } }),
});

/** Maximum number of holiday years of a region. */
const mostYears = 20;
/** Years of public holidays as an administrator enters them. Every day lies in its year and is listed once. */
export const holidayYearsSchema: z.ZodType<HolidayYears, HolidayYears> = z
  .record(z.string().regex(/^20\d\d$/, 'invalid'), holidayYearSchema)
  .superRefine((years, ctx) => {
    if (Object.keys(years).length > mostYears) ctx.addIssue({ code: 'custom', path: [], params: { code: 'too-long', limit: mostYears } });
    for (const [year, { days }] of Object.entries(years)) {
      days.forEach(({ day }, i) => {
        if (!day.startsWith(`${year}-`)) ctx.addIssue({ code: 'custom', path: [year, 'days', i, 'day'], params: { code: 'out-of-range' } });
      });
    }
  });

const windowSchema = z
  .strictObject({
    pool: z.union([z.literal(''), z.string().regex(keyPattern)], 'invalid'),
    weekday: weekdaySchema,
    from: time,
    to: z.union([time, z.literal('24:00')], 'time-invalid'),
    places: z.int().min(0).max(mostPlaces),
  })
  .refine(({ from, to }) => from < to, 'hours-not-ordered');

/** Places of a centre as an administrator enters them. */
export const windowsSchema: z.ZodType<readonly CapacityWindow[], readonly CapacityWindow[]> = z.array(windowSchema).max(mostWindows);

const hoursShape = { week: weekSchema, makeUp: spansSchema };

/** Hours as an administrator enters them: valid times in order, without overlap, and at least one open day. */
export const hoursSchema: z.ZodType<Hours, Hours> = z.strictObject(hoursShape);

/** Whole calendar, as passed to workflows. */
export const calendarSchema: z.ZodType<Calendar, Calendar> = z.strictObject({
  version: z.string().min(1),
  ...hoursShape,
  days: specialDaysSchema,
});
