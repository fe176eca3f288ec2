/** 我的日程 over HTTP: booked appointments and held places of invitations of the officer's centre. */
import { z } from 'zod';

import { caseKinds } from '../../../domain/case.ts';
import { interactionWays } from '../../../domain/slots/definition.ts';
import { statusSchema } from '../cases.ts';
import { idSchema, instantSchema } from '../common.ts';

/** GET /api/appointments/schedule: the week of a day, from Monday to Sunday in Asia/Shanghai. */
export const scheduleQuery = z.object({ day: z.iso.date() });

const scheduledSchema = z
  .object({
    placeId: idSchema,
    id: idSchema.meta({ description: 'Case that has the place.' }),
    kind: z.enum(caseKinds),
    number: z.string(),
    status: statusSchema,
    way: z.enum(interactionWays),
    type: z.string(),
    startsAt: instantSchema,
    endsAt: instantSchema,
    officer: z.object({ id: idSchema, name: z.string() }).nullable().meta({ description: 'Null until an officer is assigned.' }),
  })
  .meta({ id: 'Scheduled' });
export type Scheduled = z.infer<typeof scheduledSchema>;

export const scheduleAnswer = z
  .object({
    today: z.iso.date(),
    days: z.array(z.object({ date: z.iso.date(), items: z.array(scheduledSchema) })),
    more: z.boolean().meta({ description: 'True when there are more than are listed.' }),
  })
  .meta({ id: 'Schedule' });
export type Schedule = z.infer<typeof scheduleAnswer>;
