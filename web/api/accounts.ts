/** Officer accounts: a person's own password and sessions, and the administrator's management of others. */
import { z } from 'zod';

import { officerRoles } from '../../domain/policies.ts';
import { idSchema, instantSchema, pageOf, pageQuery } from './common.ts';

/** Length is required to prevent guessing; composition is not restricted. */
export const passwordLength = { min: 12, max: 200 } as const;

/** PUT /api/session/password */
export const passwordBody = z.object({
  current: z.string().min(1).max(passwordLength.max),
  next: z.string().min(passwordLength.min).max(passwordLength.max),
});

export const sessionsAnswer = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      startedAt: instantSchema,
      seenAt: instantSchema,
      agent: z.string().meta({ description: 'User agent of the browser.' }),
      current: z.boolean().meta({ description: 'True for the session of this request.' }),
    }),
  ),
});
export type Sessions = z.infer<typeof sessionsAnswer>;
export const endedAnswer = z.object({ ended: z.int() });

/** PUT /api/officers/{id}/capacity */
export const capacitySchema = z
  .object({
    conversations: z.int().min(0).max(50).meta({ description: 'Number of conversations that the officer can have at once.' }),
    todos: z
      .int()
      .min(0)
      .max(1000)
      .meta({ description: 'Number of to-dos awaiting the officer up to which the allocation rule gives more.' }),
  })
  .meta({ id: 'OfficerCapacity' });
export type OfficerCapacity = z.infer<typeof capacitySchema>;

/** GET /api/officers */
export const officersQuery = z.object({ q: z.string().trim().max(100).optional(), ...pageQuery });
const officerAccountSchema = z
  .object({
    id: idSchema,
    login: z.string(),
    name: z.string(),
    role: z.enum(officerRoles),
    centre: z.object({ id: z.string(), name: z.string() }).nullable(),
    active: z.boolean(),
    onDuty: z.boolean(),
    locked: z.boolean().meta({
      description:
        'True while sign-ins are refused after too many failures from one address, from a known device or from all addresses; at most 15 minutes.',
    }),
    sessions: z.int(),
    openCases: z.int(),
    capacity: capacitySchema,
    seenAt: instantSchema.nullable(),
  })
  .meta({ id: 'OfficerAccount' });
export type OfficerAccount = z.infer<typeof officerAccountSchema>;
export const officersAnswer = pageOf(officerAccountSchema);
export type OfficerAccounts = z.infer<typeof officersAnswer>;

/** The password is shown once, to the administrator who resets it; it cannot be read again. */
export const resetAnswer = z.object({ password: z.string() });
