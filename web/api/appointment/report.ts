/** GET /api/supervision/appointments/report: how appointments ended, by day and by centre. */
import { z } from 'zod';

const figures = {
  held: z.int(),
  missed: z.int().meta({ description: 'Taxpayer missing, without misses that an appeal has lifted.' }),
  officerFailed: z.int(),
  cancelled: z.int(),
};
export const appointmentReportAnswer = z
  .object({
    days: z.array(z.object({ date: z.iso.date(), ...figures })),
    centres: z.array(z.object({ id: z.string(), name: z.string(), ...figures })),
  })
  .meta({ id: 'AppointmentReport' });
export type AppointmentReport = z.infer<typeof appointmentReportAnswer>;
/** How the appointments of one day or centre ended. */
export type Endings = Pick<AppointmentReport['days'][number], 'held' | 'missed' | 'officerFailed' | 'cancelled'>;
