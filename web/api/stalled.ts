import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { idSchema, instantSchema } from './common.ts';

const goingOnActions = ['go-on', 'end'] as const;

/** GET /api/supervision/stalled */
export const stalledAnswer = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      kind: z.enum(caseKinds),
      number: z.string(),
      status: z.string().meta({ description: 'One of the statuses of the case’s kind.' }),
      centre: z.object({ id: z.string(), name: z.string() }),
      stalledAt: instantSchema,
      stalledAs: z
        .enum(['workflow-gone', 'conflict'])
        .meta({ description: 'workflow-gone: the workflow was ended from outside; conflict: its events contradict the stored ones.' }),
      actions: z.array(z.enum(goingOnActions)).meta({ description: 'Actions that the reader may take.' }),
    }),
  ),
});
export type StalledCases = z.infer<typeof stalledAnswer>;

/** POST /api/supervision/cases/{id}/going-on */
export const goingOnBody = z.object({
  as: z.enum(goingOnActions).meta({ description: 'go-on: resume the case; end: resume it and end it at once by its rules.' }),
});
export const goingOnAnswer = z.object({
  outcome: z
    .enum(['runs', 'over', 'begun-anew', 'written-again', 'events-unknown', 'policy-unknown', 'nothing-known'])
    .meta({ description: 'Result. With the last three the case cannot be resumed from the stored data.' }),
});
export type GoingOn = z.infer<typeof goingOnAnswer>;
