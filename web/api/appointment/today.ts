/** The supervisor's live load: today's appointments by hour and centre, who waits for whom, and failures of the office so far. */
import { z } from 'zod';

import { todayStandings } from '../../../domain/appointment/today.ts';
import { statusSchema } from '../cases.ts';
import { idSchema, instantSchema } from '../common.ts';

const figures = {
  total: z.int(),
  failed: z.int().meta({ description: 'Failed by the office, or about to: the grace has passed and no officer has started.' }),
};

/** GET /api/supervision/appointments/today */
export const todayAnswer = z
  .object({
    date: z.iso.date(),
    hours: z.array(z.object({ hour: z.int().min(0).max(23), ...figures })),
    centres: z.array(z.object({ id: z.string(), name: z.string(), ...figures })),
    standings: z.array(z.object({ standing: z.enum(todayStandings), ...figures })),
  })
  .meta({ id: 'AppointmentsToday' });
export type AppointmentsToday = z.infer<typeof todayAnswer>;

/** GET /api/supervision/appointments/today/cases: the list behind a figure. */
export const todayCasesQuery = z.object({
  hour: z.coerce.number().int().min(0).max(23).optional(),
  centreId: z.string().min(1).max(100).optional(),
  standing: z.enum(todayStandings).optional(),
  failed: z.stringbool().optional(),
  page: z.coerce.number().int().min(1).max(1_000).default(1),
  size: z.coerce.number().int().min(1).max(100).default(50),
});
export const todayCasesAnswer = z
  .object({
    items: z.array(
      z.object({
        id: idSchema,
        number: z.string(),
        status: statusSchema,
        standing: z.enum(todayStandings),
        centre: z.string(),
        type: z.string(),
        officer: z.string().nullable(),
        startsAt: instantSchema,
        endsAt: instantSchema,
      }),
    ),
    total: z.int(),
  })
  .meta({ id: 'AppointmentsTodayCases' });
export type AppointmentsTodayCases = z.infer<typeof todayCasesAnswer>;
