import { z } from 'zod';

import { appointmentLimits as limits, interactionWays } from '../../../domain/slots/definition.ts';
import { keyPattern } from '../../../domain/definition-limits.ts';
import { keptTypeOf, named, typeNames } from '../case-types.ts';

const within = ([least, most]: readonly [number, number]) => z.int().min(least).max(most);

/** A type of appointment as an administrator edits it. */
export const appointmentDefinitionSchema = z
  .object({
    lengthMinutes: within(limits.lengthMinutes),
    stepMinutes: within(limits.stepMinutes),
    ways: z.array(z.enum(interactionWays)).min(1).max(interactionWays.length),
    categories: z.array(z.object(named)).min(1).max(limits.categories),
    pool: z.union([z.literal(''), z.string().regex(keyPattern)]).meta({ description: 'Empty for the pool of the centre itself.' }),
    leadMinutes: within(limits.leadMinutes),
    horizonDays: within(limits.horizonDays),
    cancelMinutes: within(limits.cancelMinutes),
    graceMinutes: within(limits.graceMinutes),
    reminders: z.array(within(limits.reminderMinutes)).max(limits.reminders),
    suspension: z
      .object({ misses: within(limits.misses), withinDays: within(limits.withinDays), suspendedDays: within(limits.suspendedDays) })
      .nullable(),
    dayLimit: within(limits.dayLimit),
  })
  .meta({ id: 'AppointmentDefinition' });

/** PUT /api/appointment-types/{id}: creates a new version, used by appointments booked from now on. */
export const appointmentTypeBody = z.object({ ...typeNames, active: z.boolean(), definition: appointmentDefinitionSchema });
export type AppointmentTypeBody = z.input<typeof appointmentTypeBody>;
export const appointmentTypeAnswer = keptTypeOf(appointmentDefinitionSchema).meta({ id: 'AppointmentType' });
export type AppointmentType = z.infer<typeof appointmentTypeAnswer>;
export const appointmentTypesAnswer = z.object({ items: z.array(appointmentTypeAnswer) });
