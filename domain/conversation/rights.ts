/** Rights to commands of a conversation. */
import { nobody, officers, supervisors, taxpayers, type Beginning, type Rights } from '../kind.ts';
import type { ConversationTypes } from './kind.ts';
import type { ConversationState } from './conversation.ts';
import { holderFault } from '../holding.ts';

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
  stay: { who: taxpayers },
  close: { who: [...taxpayers, ...officers] },
  end: { who: supervisors },
  rate: { who: taxpayers },
  seek: { who: nobody },
  lose: { who: nobody },
};

/** The officer who has it can send a form from it. */
export const begins: Readonly<Record<string, Beginning<ConversationState>>> = {
  sendForm: { kind: 'service-form', who: officers, unless: holderFault },
};
