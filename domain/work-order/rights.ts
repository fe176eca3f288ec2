/** Rights to commands of an order (rules 1 and 4 to 9 of `order.ts`). */
import type { Refusal } from '../case.ts';
import { holderFault } from '../holding.ts';
import { nobody, officers, supervisors, taxpayers, type Beginnings, type Rights } from '../kind.ts';
import type { WorkOrderTypes } from './kind.ts';
import { isOpen, type WorkOrderPolicy, type WorkOrderState } from './order.ts';
import { plannedStage } from './time.ts';

/** Returns when it can be urged again, in epoch milliseconds; null when it can be now (rule 7). */
export function nextUrgeAt({ urgedAt }: WorkOrderState, { urges }: WorkOrderPolicy, now: number): number | null {
  const periodMs = urges.periodMinutes * 60_000;
  const lately = urgedAt.filter((at) => at > now - periodMs);
  return lately.length < urges.most ? null : (lately.at(-urges.most) ?? now) + periodMs;
}

function urgeFault(state: WorkOrderState, policy: WorkOrderPolicy, now: number): Refusal | null {
  const nextAt = isOpen(state) ? nextUrgeAt(state, policy, now) : null;
  return nextAt === null ? null : { code: 'urge-limit', details: { nextAt: new Date(nextAt).toISOString() } };
}

export const rights: Rights<WorkOrderTypes> = {
  claim: { who: officers },
  release: { who: officers },
  handOver: { who: officers },
  advance: { who: officers },
  sendBack: { who: officers },
  askPapers: { who: officers },
  supplement: { who: taxpayers },
  reviewPapers: { who: officers },
  finish: { who: officers },
  dispute: { who: officers },
  dispatch: { who: officers },
  urge: { who: taxpayers, unless: (state, _actor, policy, now) => urgeFault(state, policy, now) },
  terminate: {
    who: taxpayers,
    unless: (state, _actor, policy) =>
      isOpen(state) && !plannedStage(state, policy).terminable
        ? { code: 'stage-not-terminable', details: { stage: state.stageKey } }
        : null,
  },
  rate: { who: taxpayers },
  merge: { who: officers },
  sendForm: { who: officers },
  formEnded: { who: nobody },
  reassign: { who: supervisors },
  end: { who: supervisors },
};

/** The officer who has it can invite its taxpayer. */
export const begins: Beginnings<WorkOrderState> = {
  invite: { kind: 'invitation', who: officers, unless: holderFault },
};
