/** The booking form over HTTP: its choices, and whether the taxpayer may book. */
import { z } from 'zod';

import { interactionWays } from '../../../domain/slots/definition.ts';
import { idSchema, instantSchema, textLimits, uploadLimitsSchema } from '../common.ts';

/** A type as the form shows it. Minutes count by the wall clock, days in Asia/Shanghai. */
const bookableTypeSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    lengthMinutes: z.int().meta({ description: 'Length of an appointment.' }),
    ways: z.array(z.enum(interactionWays)),
    categories: z.array(z.object({ key: z.string(), name: z.string() })),
    leadMinutes: z.number(),
    horizonDays: z.int(),
    cancelMinutes: z.number(),
    graceMinutes: z.number(),
    reminders: z.array(z.number()).meta({ description: 'Minutes before the start.' }),
    dayLimit: z.int().meta({ description: 'Most open appointments on one day.' }),
  })
  .meta({ id: 'BookableType' });
export type BookableType = z.infer<typeof bookableTypeSchema>;

/** GET /api/appointments/form: the data of the booking form. */
export const appointmentFormAnswer = z
  .object({
    bureaus: z.array(z.object({ name: z.string(), centres: z.array(z.object({ id: z.string(), name: z.string() })) })),
    types: z.array(bookableTypeSchema),
    phone: z.string().nullable(),
    text: z.object(textLimits),
    upload: uploadLimitsSchema,
  })
  .meta({ id: 'AppointmentForm' });
export type AppointmentForm = z.infer<typeof appointmentFormAnswer>;

/** Whether booking appointments of a type is suspended for the identity. */
const bookingStandingSchema = z
  .object({
    typeId: z.string(),
    suspendedUntil: instantSchema.nullable(),
    misses: z
      .array(z.object({ id: idSchema, number: z.string(), startsAt: instantSchema, appealable: z.boolean() }))
      .meta({ description: 'Missed appointments that count, newest first.' }),
    rule: z.object({ misses: z.int(), withinDays: z.int(), suspendedDays: z.int() }).nullable(),
    left: z.int().nullable().meta({ description: 'Misses after which booking is suspended; null without a rule.' }),
  })
  .meta({ id: 'BookingStanding' });
export type BookingStanding = z.infer<typeof bookingStandingSchema>;

/** GET /api/appointments/standing: told for all types before the form is filled in (E5). */
export const bookingStandingsAnswer = z.object({ items: z.array(bookingStandingSchema) });
export type BookingStandings = z.infer<typeof bookingStandingsAnswer>;
