/** The administrator's calendar of slots: load of a week, closures, and what a change touches. */
import { z } from 'zod';

import { touches } from '../../domain/slots/touched.ts';
import { idSchema, instantSchema } from './common.ts';

const centreIdSchema = z.string().min(1).max(100);

/** Booking that a closure or a change of hours touches: no contents, no person. */
const touchedSchema = z.object({
  caseId: idSchema,
  number: z.string(),
  typeName: z.string(),
  centreName: z.string(),
  startsAt: instantSchema,
  endsAt: instantSchema,
  why: z.enum(touches),
});
export type TouchedBooking = z.infer<typeof touchedSchema>;
export const mostTouched = 200;
export const touchedAnswer = z.object({
  total: z.int(),
  items: z
    .array(touchedSchema)
    .max(mostTouched)
    .meta({ description: `The first ${String(mostTouched)}, in the order of their times.` }),
});
export type Touched = z.infer<typeof touchedAnswer>;

const closureSchema = z.object({ id: idSchema, from: instantSchema, to: instantSchema, reason: z.string() });
export type SlotClosure = z.infer<typeof closureSchema>;

/** GET /api/slots/calendar: load of a week of a centre, by pool, in steps of half an hour; and its closures. */
export const slotCalendarQuery = z.object({ centreId: centreIdSchema, from: z.iso.date() });
export const slotCalendarAnswer = z.object({
  days: z.array(
    z.object({
      date: z.iso.date(),
      pools: z.array(
        z.object({
          pool: z.string().meta({ description: 'Empty for the pool of the centre itself.' }),
          steps: z.array(
            z.object({
              startsAt: instantSchema,
              places: z.int(),
              taken: z.int().meta({ description: 'May exceed the places after these were lowered.' }),
              closed: z.boolean(),
            }),
          ),
        }),
      ),
    }),
  ),
  closures: z.array(closureSchema),
});
export type SlotCalendar = z.infer<typeof slotCalendarAnswer>;

const timesShape = { centreId: centreIdSchema, from: instantSchema, to: instantSchema };
/** A closure is at most so long. */
const longestClosureMs = 366 * 86_400_000;
const orderly = ({ from, to }: { from: string; to: string }, ctx: z.RefinementCtx): void => {
  const long = Date.parse(to) - Date.parse(from);
  if (long <= 0) ctx.addIssue({ code: 'custom', path: ['to'], params: { code: 'before-start' } });
  else if (long > longestClosureMs) ctx.addIssue({ code: 'custom', path: ['to'], params: { code: 'too-many-days', limit: 366 } });
};

/** POST /api/slots/closures/preview: bookings that a closure would touch. */
export const closurePreviewBody = z.object(timesShape).superRefine(orderly);
/** PUT /api/slots/closures/{id}: closes a centre for a time. Bookings stay. */
export const closureBody = z.object({ ...timesShape, reason: z.string().trim().min(1).max(100) }).superRefine(orderly);
export type ClosureBody = z.input<typeof closureBody>;
export const closureQuery = z.object({ centreId: centreIdSchema });
