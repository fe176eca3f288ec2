/**
 * The shapes in which calendars are entered and stored. Apart from the rules, because workflows count working time but check no
 * shapes: what they import is evaluated anew for every case, and zod alone would take longer than the rest of a case.
 */
import { z } from 'zod';

import type { Calendar, Hours, SpecialDays } from './calendar.ts';

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

// Typed by the interfaces and not by inference, so that whatever holds a parsed calendar cannot change it either.

/** Special days as an administrator enters them; messages are codes for the translations. */
export const specialDaysSchema: z.ZodType<SpecialDays, SpecialDays> = z.record(
  z.iso.date(),
  z.union([z.literal('holiday'), z.literal('workday'), spansSchema], 'day-invalid'),
  { error: (issue) => (issue.code === 'invalid_key' ? 'date-invalid' : undefined) },
);

const hoursShape = { week: weekSchema, makeUp: spansSchema };

/** Hours as an administrator enters them: valid times, in order, not overlapping, and not all days closed. */
export const hoursSchema: z.ZodType<Hours, Hours> = z.strictObject(hoursShape);

/** A whole calendar, as workflows receive it. */
export const calendarSchema: z.ZodType<Calendar, Calendar> = z.strictObject({
  version: z.string().min(1),
  ...hoursShape,
  days: specialDaysSchema,
});
