/** Rights to commands of a 留言 (rules 1, 2 and 5 of `message.ts`). */
import { officers, supervisors, taxpayers, type Beginnings, type Rights } from '../kind.ts';
import { sendingFault } from './decide.ts';
import type { MessageTypes } from './kind.ts';
import { isOpen, type MessageState } from './message.ts';

export const rights: Rights<MessageTypes> = {
  claim: { who: officers },
  release: { who: officers },
  handOver: { who: officers },
  reply: { who: officers },
  askBack: { who: officers },
  supplement: { who: taxpayers },
  followUp: { who: taxpayers },
  withdraw: {
    who: taxpayers,
    unless: (state) => (isOpen(state) && state.answeredAt !== null ? { code: 'already-answered' } : null),
  },
  rate: { who: taxpayers },
  convert: { who: officers },
  reassign: { who: supervisors },
  end: { who: supervisors },
};

/** Officers can send a form from it, and invite its taxpayer. */
export const begins: Beginnings<MessageState> = {
  sendForm: { kind: 'service-form', who: officers, unless: sendingFault },
  invite: { kind: 'invitation', who: officers, unless: sendingFault },
};
