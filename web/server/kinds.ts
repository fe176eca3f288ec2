import { appointmentServerKind } from './appointment/kind.ts';
import { conversationServerKind } from './conversation/kind.ts';
import { invitationServerKind } from './invitation/kind.ts';
import { messageServerKind } from './message/kind.ts';
import { serviceFormServerKind } from './service-form/kind.ts';
import { workOrderServerKind } from './work-order/kind.ts';
import type { ServerKinds } from './cases/server-kind.ts';

/** Registry of the kinds of case on the server. */
export const serverKinds: ServerKinds = {
  message: messageServerKind,
  'work-order': workOrderServerKind,
  'service-form': serviceFormServerKind,
  conversation: conversationServerKind,
  appointment: appointmentServerKind,
  invitation: invitationServerKind,
};
