import { z } from 'zod';

import { definitionLimits } from '../../../domain/definition-limits.ts';
import { fieldKinds, finishers } from '../../../domain/work-order/type.ts';
import { keptTypeOf, keySchema, named, paperSpecSchema, typeNames } from '../case-types.ts';

/** A type as an administrator edits it; `domain` checks that its parts are consistent. */
export const definitionSchema = z
  .object({
    fields: z
      .array(
        z.object({
          ...named,
          kind: z.enum(fieldKinds),
          required: z.boolean(),
          choices: z.array(z.string().trim().min(1).max(definitionLimits.choice)).max(definitionLimits.choices).default([]),
        }),
      )
      .max(definitionLimits.fields),
    papers: z.array(paperSpecSchema).max(definitionLimits.papers),
    stages: z
      .array(
        z.object({
          ...named,
          groupId: z.string().min(1),
          limitMinutes: z.number().positive().max(definitionLimits.limitMinutes),
          backTo: z.array(keySchema).max(20),
          tellTaxpayer: z.boolean(),
          finish: z.enum(finishers),
          terminable: z.boolean(),
        }),
      )
      .min(1)
      .max(definitionLimits.stages),
  })
  .meta({ id: 'WorkOrderDefinition' });

/** PUT /api/work-order-types/{id}: creates a new version, used by orders opened from now on. */
export const orderTypeBody = z.object({
  ...typeNames,
  active: z.boolean(),
  definition: definitionSchema,
});
export type OrderTypeBody = z.input<typeof orderTypeBody>;
const orderTypeSchema = keptTypeOf(definitionSchema).meta({ id: 'WorkOrderType' });
export type OrderType = z.infer<typeof orderTypeSchema>;
export const orderTypesAnswer = z.object({
  items: z.array(orderTypeSchema),
  groups: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string(), centre: z.string(), members: z.int() })),
});
export type OrderTypes = z.infer<typeof orderTypesAnswer>;
export const orderTypeAnswer = orderTypeSchema;
