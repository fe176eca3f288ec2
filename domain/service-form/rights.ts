/** Rights to commands of a form (rules 1 to 4 and 7 of `form.ts`). */
import { nobody, officers, supervisors, taxpayers, type Rights } from '../kind.ts';
import type { ServiceFormTypes } from './kind.ts';

export const rights: Rights<ServiceFormTypes> = {
  claim: { who: officers },
  release: { who: officers },
  handOver: { who: officers },
  save: { who: taxpayers },
  confirm: { who: taxpayers },
  reviewPapers: { who: officers },
  askPapers: { who: officers },
  complete: { who: officers },
  recall: { who: officers },
  reassign: { who: supervisors },
  end: { who: supervisors },
  orderEnded: { who: nobody },
};
