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
      status: z.string().meta({ description: 'A status of the case’s kind.' }),
      centre: z.object({ id: z.string(), name: z.string() }),
      stalledAt: instantSchema,
      stalledAs: z
        .enum(['workflow-gone', 'conflict'])
        .meta({ description: 'Its workflow was ended from outside, or what it wrote contradicts what is kept.' }),
      actions: z.array(z.enum(goingOnActions)).meta({ description: 'What the reader may do about it.' }),
    }),
  ),
});
export type StalledCases = z.infer<typeof stalledAnswer>;

/** POST /api/supervision/cases/{id}/going-on */
export const goingOnBody = z.object({
  as: z.enum(goingOnActions).meta({ description: 'end: it goes on and is ended at once, by its rules.' }),
});
export const goingOnAnswer = z.object({
  outcome: z
    .enum(['runs', 'over', 'begun-anew', 'written-again', 'events-unknown', 'policy-unknown', 'nothing-known'])
    .meta({ description: 'What it came to; the last three mean that it cannot go on from what is known.' }),
});
export type GoingOn = z.infer<typeof goingOnAnswer>;
