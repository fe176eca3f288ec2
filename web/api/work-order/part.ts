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
  leftAt: instantSchema.nullable().meta({ description: 'Of a stage that is passed.' }),
  dueAt: instantSchema.nullable().meta({ description: 'Of the stage where the order stands, while its clock runs.' }),
  group: z.string(),
  centre: z.string(),
  handler: z.string().nullable().meta({ description: 'Who has it; for officers only.' }),
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
    nextUrgeAt: instantSchema.nullable().meta({ description: 'When it can be urged again, while it cannot.' }),
    rateUntil: instantSchema.nullable().meta({ description: 'Until when it can be rated.' }),
    disputes: z.int(),
    backTo: z
      .array(z.object({ key: z.string(), name: z.string() }))
      .meta({ description: 'Stages to which it may be sent back; for officers only.' }),
    mayTerminate: z.boolean(),
    handlers: z
      .array(z.object({ id: idSchema, name: z.string(), onDuty: z.boolean() }))
      .meta({ description: 'The officers of the group that handles it; for officers only.' }),
  })
  .meta({ id: 'OrderPart' });
export type OrderPart = z.infer<typeof orderPartSchema>;
