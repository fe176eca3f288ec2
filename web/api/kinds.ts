/** All kinds of case over HTTP: the shape of each kind, and the bodies of its commands. */
import type { z } from 'zod';

import type { CaseKind } from '../../domain/case.ts';
import type { appointmentCaseSchema, appointmentCommandBodies } from './appointment/appointment.ts';
import type { conversationCaseSchema, conversationCommandBodies } from './conversation/conversation.ts';
import type { formCaseSchema, formCommandBodies } from './service-form/form.ts';
import type { invitationCaseSchema, invitationCommandBodies } from './invitation/invitation.ts';
import type { messageCaseSchema, messageCommandBodies } from './message/message.ts';
import type { orderCaseSchema, orderCommandBodies } from './work-order/order.ts';

/** GET /api/cases/{id}: `kind` is the discriminator. */
export type Case =
  | z.infer<typeof messageCaseSchema>
  | z.infer<typeof orderCaseSchema>
  | z.infer<typeof formCaseSchema>
  | z.infer<typeof conversationCaseSchema>
  | z.infer<typeof appointmentCaseSchema>
  | z.infer<typeof invitationCaseSchema>;
export type CaseOf<K extends CaseKind> = Case & { kind: K };

/** POST /api/cases/{id}/commands/{command}: bodies by kind and command. */
interface Bodies {
  message: typeof messageCommandBodies;
  'work-order': typeof orderCommandBodies;
  'service-form': typeof formCommandBodies;
  conversation: typeof conversationCommandBodies;
  appointment: typeof appointmentCommandBodies;
  invitation: typeof invitationCommandBodies;
}

export type CommandType<K extends CaseKind> = keyof Bodies[K] & string;
export type CommandBody<K extends CaseKind, C extends CommandType<K>> = Bodies[K][C] extends z.ZodType ? z.input<Bodies[K][C]> : never;
