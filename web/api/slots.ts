/** Free slots of a centre, and holds of places (E1, E2). */
import { z } from 'zod';

import { mostSlotDays, noStarts } from '../../domain/slots/starts.ts';
import { idSchema, instantSchema } from './common.ts';
import { typeIdSchema } from './case-types.ts';

const centreIdSchema = z.string().min(1).max(100);
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** GET /api/slots: days of a centre for a type of appointment. Dates are Shanghai's, both included. */
export const slotsQuery = z
  .object({ centreId: centreIdSchema, typeId: typeIdSchema, from: z.iso.date(), to: z.iso.date() })
  .superRefine(({ from, to }, ctx) => {
    if (to < from) ctx.addIssue({ code: 'custom', path: ['to'], params: { code: 'before-start' } });
    else if (daysBetween(from, to) >= mostSlotDays)
      ctx.addIssue({ code: 'custom', path: ['to'], params: { code: 'too-many-days', limit: mostSlotDays } });
  });

const startSchema = z.object({
  startsAt: instantSchema,
  endsAt: instantSchema,
  free: z.int().meta({ description: 'Places left; 0 when the start is full.' }),
});
export type SlotStart = z.infer<typeof startSchema>;

const slotDayStates = ['free', 'full', 'none'] as const;
const daySchema = z
  .object({
    date: z.iso.date(),
    state: z.enum(slotDayStates),
    why: z.enum(noStarts).nullable().meta({ description: 'Only when the state is `none`.' }),
    closure: z.string().nullable().meta({ description: 'Words of the closure, when one takes the day.' }),
    published: z
      .boolean()
      .meta({ description: 'False while the public holidays of the year are not announced: the day may still change.' }),
    starts: z.array(startSchema),
  })
  .meta({ id: 'SlotDay' });
export type SlotDay = z.infer<typeof daySchema>;

export const slotsAnswer = z.object({
  today: z.iso.date(),
  lastDay: z.iso.date().meta({ description: 'Last day that can be booked.' }),
  first: startSchema.nullable().meta({ description: 'First start with a place left; null when there is none until the last day.' }),
  days: z.array(daySchema),
});
export type Slots = z.infer<typeof slotsAnswer>;

/** POST /api/slots/holds: holds a place while a form is filled in. Sent again with the same id, it is the same hold. */
export const holdBody = z.object({
  id: idSchema.meta({ description: 'Chosen by the client; the id of the place.' }),
  centreId: centreIdSchema,
  typeId: typeIdSchema,
  startsAt: instantSchema,
  form: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .default('booking')
    .meta({ description: 'Form that holds the place. A second hold of the same person and form replaces the first.' }),
  caseId: idSchema.nullable().default(null).meta({ description: 'Appointment to be moved: it does not count against the limit by day.' }),
  identityId: idSchema.optional().meta({ description: 'Taxpayer for whom an officer holds the place; required from officers.' }),
});
export type HoldBody = z.input<typeof holdBody>;
export const holdAnswer = z.object({
  place: z
    .object({
      id: idSchema,
      centreId: centreIdSchema,
      typeId: z.string(),
      startsAt: instantSchema,
      endsAt: instantSchema,
      heldUntil: instantSchema,
    })
    .nullable()
    .meta({ description: 'Null when no place is left.' }),
  nearest: z.array(startSchema).meta({ description: 'Free starts nearest to the wanted one, when no place is left.' }),
});
export type HoldAnswer = z.infer<typeof holdAnswer>;

export const holdQuery = z.object({ identityId: idSchema.optional() });
