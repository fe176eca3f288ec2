/** Visits over HTTP: planning one, its commands, the list of one’s own. */
import { z } from 'zod';

import { reminders } from '../../../domain/notices.ts';
import { visitStatuses } from '../../../domain/visit/visit.ts';
import { caseCore, caseOf, ownCasesQuery, sharedBodies, textSchema } from '../cases.ts';
import { idSchema, instantSchema, pageOf, phoneSchema } from '../common.ts';

/** PUT /api/visits/{id}: the id is the client's. */
export const visitBody = z.object({
  originId: idSchema.meta({ description: 'The case that it is about.' }),
  typeId: z.string().min(1),
  at: instantSchema,
  leadMinutes: z.number().min(0).meta({ description: 'How long before it they want to be told.' }),
  text: textSchema,
  reminder: z.enum(reminders),
  phone: phoneSchema.nullable().default(null),
});

export const visitCommandBodies = {
  claim: sharedBodies.claim,
  release: sharedBodies.release,
  handOver: sharedBodies.handOver,
  reassign: sharedBodies.reassign,
  arrive: z.object({}),
  finish: z.object({ minutes: z.int().min(0) }),
} as const;

export const ownVisitsQuery = ownCasesQuery(visitStatuses);
export const ownVisitsAnswer = pageOf(
  z.object({ ...caseCore, status: z.enum(visitStatuses), excerpt: z.string() }).meta({ id: 'OwnVisit' }),
);

/** A visit on its page. */
export const visitCaseSchema = caseOf('visit', visitStatuses, {
  visit: z.object({ at: instantSchema.nullable(), arrived: z.boolean() }).meta({ id: 'VisitPart' }),
}).meta({ id: 'VisitCase' });
