import { z } from 'zod';

import { priorities } from '../../../domain/priority.ts';
import { idSchema, instantSchema } from '../common.ts';
import { paperSchema } from '../papers.ts';

/** A stage in the stage bar. */
const stageSchema = z.object({
  key: z.string(),
  name: z.string(),
  state: z.enum(['passed', 'here', 'ahead']),
  enteredAt: instantSchema.nullable(),
  leftAt: instantSchema.nullable().meta({ description: 'When the order left the stage; null unless passed.' }),
  dueAt: instantSchema.nullable().meta({ description: 'Deadline of the current stage while its clock runs; otherwise null.' }),
  group: z.string(),
  centre: z.string(),
  handler: z.string().nullable().meta({ description: 'Name of the assignee; for officers only.' }),
});
export type OrderStage = z.infer<typeof stageSchema>;

/** The order's own part of a case. */
export const orderPartSchema = z
  .object({
    typeVersion: z.int(),
    priority: z.enum(priorities),
    stages: z.array(stageSchema),
    fields: z.array(z.object({ key: z.string(), name: z.string(), value: z.string() })),
    papers: z.array(paperSchema),
    urges: z.int(),
    nextUrgeAt: instantSchema
      .nullable()
      .meta({ description: 'When the order can be urged again; null when it can be urged now or is closed.' }),
    rateUntil: instantSchema.nullable().meta({ description: 'End of the time for rating; null when the order cannot be rated.' }),
    disputes: z.int(),
    promisedAt: instantSchema.nullable().meta({
      description: 'When the whole order is due, if every stage uses its limit; null while its clock is paused and after its end.',
    }),
    sendBacks: z
      .object({ given: z.int(), most: z.int().nullable() })
      .meta({ description: 'How often the order was sent back, and how often it can be; null for orders without a bound.' }),
    backTo: z
      .array(z.object({ key: z.string(), name: z.string() }))
      .meta({ description: 'Stages to which the order may be sent back; for officers only.' }),
    mayTerminate: z.boolean(),
    handlers: z
      .array(z.object({ id: idSchema, name: z.string(), onDuty: z.boolean() }))
      .meta({ description: 'Officers of the group that handles the current stage; for officers only.' }),
  })
  .meta({ id: 'OrderPart' });
export type OrderPart = z.infer<typeof orderPartSchema>;
