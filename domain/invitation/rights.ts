/** Rights to commands of an invitation (rules 2 and 3 of `invitation.ts`). */
import { officers, supervisors, taxpayers, type Rights } from '../kind.ts';
import type { InvitationTypes } from './kind.ts';

export const rights: Rights<InvitationTypes> = {
  claim: { who: officers },
  release: { who: officers },
  handOver: { who: officers },
  reassign: { who: supervisors },
  accept: { who: taxpayers },
  reject: { who: taxpayers },
  counter: { who: taxpayers },
  agree: { who: officers },
  decline: { who: officers },
  withdraw: { who: officers },
  end: { who: supervisors },
};
