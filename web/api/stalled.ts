import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { idSchema, instantSchema } from './common.ts';

/** GET /api/supervision/stalled */
export const stalledAnswer = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      kind: z.enum(caseKinds),
      number: z.string(),
      status: z.string().meta({ description: 'A status of the case’s kind.' }),
      centreId: z.string(),
      stalledAt: instantSchema,
      stalledAs: z
        .enum(['workflow-gone', 'conflict'])
        .meta({ description: 'Its workflow was ended from outside, or what it wrote contradicts what is kept.' }),
    }),
  ),
});

/** POST /api/supervision/cases/{id}/going-on */
export const goingOnBody = z.object({
  as: z.enum(['go-on', 'end']).meta({ description: 'end: it goes on and is ended at once, by its rules.' }),
});
export const goingOnAnswer = z.object({
  outcome: z
    .enum(['runs', 'over', 'begun-anew', 'written-again', 'events-unknown', 'policy-unknown', 'nothing-known'])
    .meta({ description: 'What it came to; the last three mean that it cannot go on from what is known.' }),
});
