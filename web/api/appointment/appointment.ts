/** 预约 over HTTP: booking one, its commands, its part of a case, the list of one's own. */
import { z } from 'zod';

import {
  appealStates,
  appointmentStatuses,
  cancelCauses,
  interactionStatuses,
  presenceEvidence,
} from '../../../domain/appointment/appointment.ts';
import { interactionWays } from '../../../domain/slots/definition.ts';
import { lengthOf } from '../../../domain/input/text.ts';
import { reminders } from '../../../domain/notices.ts';
import { caseCore, caseOf, contentBody, fewFiles, note, sharedBodies, uploadIds } from '../cases.ts';
import { idSchema, instantSchema, pageOf, pageQuery, phoneSchema } from '../common.ts';

/** Maximum length of 预约事项说明. */
export const maxDescriptionLength = 300;

/** A line break is one character, however the browser writes it. */
export const descriptionSchema = z
  .string()
  .overwrite((text) => text.replaceAll(/\r\n?/g, '\n').trim())
  .refine((text) => lengthOf(text) > 0, { params: { code: 'required' } })
  .refine((text) => lengthOf(text) <= maxDescriptionLength, { params: { code: 'too-long', limit: maxDescriptionLength } });

/** PUT /api/appointments/{id}: the client chooses the id; booking again with the same form does not book a second place. */
export const appointmentBody = z.object({
  centreId: z.string().min(1).max(60).meta({ description: '预约服务单位' }),
  typeId: z.string().min(1).max(60).meta({ description: '预约服务类型' }),
  way: z.enum(interactionWays).meta({ description: '预约互动方式' }),
  category: z.string().min(1).max(60).meta({ description: '预约业务类别' }),
  placeId: idSchema.meta({ description: 'Id of the hold on the chosen time.' }),
  text: descriptionSchema.meta({ description: '预约事项说明' }),
  phone: phoneSchema.meta({ description: '手机号码' }),
  reminder: z.enum(reminders).default('sms'),
  uploadIds,
  originId: idSchema.nullable().default(null).meta({ description: 'Case of the same taxpayer from which it is booked.' }),
});
export type AppointmentBody = z.input<typeof appointmentBody>;
/** The same, limited by the settings in force. */
export const appointmentBodyFor = (limits: { maxFiles: number }) => fewFiles(appointmentBody, limits.maxFiles);

/** PUT /api/appointments/{id}/replacements/{newId}: the time that was offered after the tax office failed the appointment. */
export const replacementBody = z.object({ startsAt: instantSchema });

/** Bodies of the appointment commands. */
export const appointmentCommandBodies = {
  claim: sharedBodies.claim,
  release: sharedBodies.release,
  handOver: sharedBodies.handOver,
  reassign: sharedBodies.reassign,
  takeOver: z.object({}),
  move: z.object({ placeId: idSchema.meta({ description: 'Id of the hold on the new time.' }) }),
  cancel: z.object({
    cause: z.enum(cancelCauses).default('bureau').meta({ description: 'At whose wish; for officers. A taxpayer cancels at their own.' }),
    reason: note,
  }),
  checkIn: z.object({
    evidence: z
      .enum(presenceEvidence)
      .exclude(['start'])
      .default('button')
      .meta({ description: 'The button 我已就位, or that the window was opened.' }),
  }),
  finish: contentBody,
  end: sharedBodies.end,
  rate: sharedBodies.rate,
  appeal: z.object({ note }),
  liftMiss: z.object({ note }),
  upholdMiss: z.object({ reason: note }),
} as const;

/** Bodies with files, limited by the settings in force. */
export const appointmentBodiesWithFiles = (limits: { maxFiles: number }) => ({ finish: fewFiles(contentBody, limits.maxFiles) });

const presenceSchema = z.object({ at: instantSchema, evidence: z.enum(presenceEvidence) }).nullable();
const categorySchema = z.object({ key: z.string(), name: z.string() });

/** Time, way and matter, the same on the page of an appointment and in a list. */
const timeAndWay = {
  startsAt: instantSchema,
  endsAt: instantSchema,
  way: z.enum(interactionWays),
  category: categorySchema,
  interaction: z.enum(interactionStatuses).meta({ description: '互动状态' }),
};

/** The appointment's own part of a case. */
const appointmentPartSchema = z
  .object({
    ...timeAndWay,
    minutes: z.object({ cancel: z.number(), near: z.number(), grace: z.number() }).meta({
      description:
        'Until how long before the start it can be cancelled, from how long before people can say that they are there, and grace.',
    }),
    cancelUntil: instantSchema.meta({ description: 'Until when the taxpayer can cancel or move.' }),
    reminders: z.array(instantSchema).meta({ description: 'Reminders that will still be sent.' }),
    late: z.boolean().meta({ description: 'True once the grace has passed and the officer has not started; for officers only.' }),
    there: z.object({ taxpayer: presenceSchema, officer: presenceSchema }).meta({ description: 'Who is there, since when.' }),
    /** Case in which the interaction takes place; null before the start, and for a reader who may not see it. */
    interactionId: idSchema.nullable(),
    cancelCause: z.enum(cancelCauses).nullable(),
    appeal: z
      .object({ until: instantSchema.nullable(), state: z.enum(appealStates).nullable() })
      .nullable()
      .meta({ description: 'For a missed one: until when it can be appealed against, and what has become of the appeal.' }),
    sequence: z.int().meta({ description: 'Number of changes that a calendar shows.' }),
    next: z
      .object({ startsAt: instantSchema, endsAt: instantSchema })
      .nullable()
      .meta({ description: 'After the tax office failed it: the next free time, offered to its taxpayer first. It is not held.' }),
    originId: idSchema.nullable(),
    invitationId: idSchema.nullable(),
  })
  .meta({ id: 'AppointmentPart' });
export type AppointmentPart = z.infer<typeof appointmentPartSchema>;

/** A 预约 as its page shows it. */
export const appointmentCaseSchema = caseOf('appointment', appointmentStatuses, { appointment: appointmentPartSchema }).meta({
  id: 'AppointmentCase',
});

/**
 * GET /api/appointments: 我的预约 → 我的发起 (E6). `from` and `to` are days in Shanghai, both inclusive; an appointment belongs to the day on which
 * it starts.
 */
export const ownAppointmentsQuery = z.object({
  ...pageQuery,
  number: z.string().trim().max(40).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  typeId: z.string().max(60).optional(),
  way: z.enum(interactionWays).optional(),
  text: z.string().trim().max(maxDescriptionLength).optional().meta({ description: 'Words of 预约事项说明.' }),
  status: z.enum(appointmentStatuses).optional(),
  interaction: z.enum(interactionStatuses).optional(),
});

const ownAppointmentSchema = z
  .object({
    ...caseCore,
    status: z.enum(appointmentStatuses),
    ...timeAndWay,
    excerpt: z.string(),
    cancellable: z.boolean().meta({ description: 'True while the taxpayer can cancel or move it.' }),
  })
  .meta({ id: 'OwnAppointment' });
export type OwnAppointment = z.infer<typeof ownAppointmentSchema>;
export const ownAppointmentsAnswer = pageOf(ownAppointmentSchema);
