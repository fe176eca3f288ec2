/** Rights to commands of an appointment (rules 2, 5, 7 and 8 of `appointment.ts`). */
import { holderFault } from '../holding.ts';
import { nobody, officers, supervisors, taxpayers, type Beginnings, type Rights } from '../kind.ts';
import { isOpen, type AppointmentState } from './appointment.ts';
import type { AppointmentTypes } from './kind.ts';

export const rights: Rights<AppointmentTypes> = {
  claim: { who: officers },
  release: { who: officers },
  handOver: { who: officers },
  reassign: { who: supervisors },
  takeOver: { who: officers },
  move: { who: [...taxpayers, ...officers] },
  cancel: { who: [...taxpayers, ...officers] },
  checkIn: { who: [...taxpayers, ...officers] },
  start: { who: officers },
  finish: { who: officers },
  end: { who: supervisors },
  rate: { who: taxpayers },
  appeal: { who: taxpayers },
  liftMiss: { who: supervisors },
  upholdMiss: { who: supervisors },
  interactionEnded: { who: nobody },
};

/** The officer who has it can send a form from it. Once it has ended, any officer of its centre can invite to another one. */
export const begins: Beginnings<AppointmentState> = {
  sendForm: { kind: 'service-form', who: officers, unless: holderFault },
  invite: { kind: 'invitation', who: officers, unless: (state, actor) => (isOpen(state) ? holderFault(state, actor) : null) },
};
