/** Rights to commands of a conversation. */
import type { Actor, Refusal } from '../case.ts';
import { holderFault } from '../holding.ts';
import { nobody, officers, supervisors, taxpayers, type Beginnings, type Rights } from '../kind.ts';
import type { ConversationTypes } from './kind.ts';
import { isOpen, type ConversationState } from './conversation.ts';

export const rights: Rights<ConversationTypes> = {
  requestOfficer: { who: taxpayers },
  leaveQueue: { who: taxpayers },
  accept: { who: officers },
  decline: { who: officers },
  claim: { who: officers },
  release: { who: officers },
  handOver: { who: officers },
  reassign: { who: supervisors },
  prioritise: { who: supervisors },
  askSupervisor: { who: officers },
  join: { who: supervisors },
  leave: { who: supervisors },
  stay: { who: taxpayers },
  close: { who: [...taxpayers, ...officers] },
  end: { who: supervisors },
  rate: { who: taxpayers },
  seek: { who: nobody },
  lose: { who: nobody },
  lapse: { who: nobody },
  askCall: { who: taxpayers },
  inviteCall: { who: officers },
  consentCall: { who: taxpayers },
  refuseCall: { who: [...taxpayers, ...officers] },
  endCall: { who: [...taxpayers, ...officers] },
  connectCall: { who: nobody },
  loseCall: { who: nobody },
  askRecording: { who: officers },
  consentRecording: { who: taxpayers },
  refuseRecording: { who: taxpayers },
  stopRecording: { who: [...taxpayers, ...officers] },
  beginRecording: { who: nobody },
  endRecording: { who: nobody },
};

/** The officer who has it can begin cases from it; once it has ended, any officer of its centre can, because the matter may go on. */
const beginningFault = (state: ConversationState, actor: Actor): Refusal | null => (isOpen(state) ? holderFault(state, actor) : null);

/** Cases that can begin from it. */
export const begins: Beginnings<ConversationState> = {
  sendForm: { kind: 'service-form', who: officers, unless: beginningFault },
  openOrder: { kind: 'work-order', who: officers, unless: beginningFault },
  leaveMessage: { kind: 'message', who: officers, unless: beginningFault },
  invite: { kind: 'invitation', who: officers, unless: beginningFault },
};
