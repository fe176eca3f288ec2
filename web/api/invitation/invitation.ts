/** 邀请 over HTTP: sending one, its commands, its part of a case, the list of one's own. */
import { z } from 'zod';

import { invitationStatuses, mostProposed } from '../../../domain/invitation/invitation.ts';
import { interactionWays } from '../../../domain/slots/definition.ts';
import { descriptionSchema } from '../appointment/appointment.ts';
import { caseCore, caseOf, fewFiles, note, ownCasesQuery, sharedBodies, uploadIds } from '../cases.ts';
import { idSchema, instantSchema, pageOf } from '../common.ts';

/** Minutes in which an officer can ask for the answer. */
const answerLimits = { least: 10, most: 30 * 1_440 } as const;

/** PUT /api/invitations/{id}: an officer invites the taxpayer of a case, or one who was looked up, at places held for them before. */
export const invitationBody = z.object({
  originId: idSchema.nullable().default(null).meta({ description: 'Case from which the taxpayer is invited.' }),
  identityId: idSchema.nullable().default(null).meta({ description: 'Taxpayer; not needed when the invitation comes from a case.' }),
  typeId: z.string().min(1).max(60),
  way: z.enum(interactionWays),
  category: z.string().min(1).max(60),
  placeIds: z
    .array(idSchema)
    .min(1)
    .max(mostProposed)
    .refine((ids) => new Set(ids).size === ids.length, { params: { code: 'duplicate' } })
    .meta({ description: 'Ids of the holds on the proposed times.' }),
  answerMinutes: z.int().min(answerLimits.least).max(answerLimits.most).nullable().default(null).meta({
    description: 'Minutes until it expires without an answer; the setting of the centre when null. Never after the first proposed start.',
  }),
  text: descriptionSchema,
  uploadIds,
});
export type InvitationBody = z.input<typeof invitationBody>;
/** The same, limited by the settings in force. */
export const invitationBodyFor = (limits: { maxFiles: number }) => fewFiles(invitationBody, limits.maxFiles);

const appointmentId = idSchema.meta({ description: 'Id of the appointment that follows, chosen by the client.' });

/** Bodies of the invitation commands. */
export const invitationCommandBodies = {
  claim: sharedBodies.claim,
  release: sharedBodies.release,
  handOver: sharedBodies.handOver,
  reassign: sharedBodies.reassign,
  accept: z.object({ placeId: idSchema.meta({ description: 'One of the proposed places.' }), appointmentId }),
  reject: z.object({ reason: note }),
  counter: z.object({ placeId: idSchema.meta({ description: 'Id of the hold on another time.' }), note: note.nullable().default(null) }),
  agree: z.object({ appointmentId }),
  decline: z.object({ reason: note }),
  withdraw: z.object({ reason: note }),
  end: sharedBodies.end,
} as const;

const placeSchema = z.object({ placeId: idSchema, startsAt: instantSchema, endsAt: instantSchema });
const matter = { way: z.enum(interactionWays), category: z.object({ key: z.string(), name: z.string() }), proposed: z.array(placeSchema) };

/** The invitation's own part of a case. */
const invitationPartSchema = z
  .object({
    ...matter,
    counter: placeSchema.nullable().meta({ description: 'Time that the taxpayer proposes; the proposed ones stay held meanwhile.' }),
    accepted: placeSchema.nullable(),
    answerUntil: instantSchema.nullable(),
    appointmentId: idSchema.nullable(),
    originId: idSchema.nullable(),
    otherAppointments: z
      .array(z.object({ id: idSchema, number: z.string(), startsAt: instantSchema }))
      .meta({ description: 'Open appointments of the same taxpayer, type and matter.' }),
  })
  .meta({ id: 'InvitationPart' });
export type InvitationPart = z.infer<typeof invitationPartSchema>;

export const invitationCaseSchema = caseOf('invitation', invitationStatuses, { invitation: invitationPartSchema }).meta({
  id: 'InvitationCase',
});

/** GET /api/invitations: 我的预约 → 税局邀请. Days are those on which it was sent. */
export const ownInvitationsQuery = ownCasesQuery(invitationStatuses);
const ownInvitationSchema = z
  .object({ ...caseCore, status: z.enum(invitationStatuses), ...matter, answerUntil: instantSchema.nullable(), excerpt: z.string() })
  .meta({ id: 'OwnInvitation' });
export type OwnInvitation = z.infer<typeof ownInvitationSchema>;
export const ownInvitationsAnswer = pageOf(ownInvitationSchema);
