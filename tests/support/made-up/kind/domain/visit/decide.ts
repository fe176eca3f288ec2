/** What follows from a command to a visit (rules 2 and 3 of `visit.ts`). */
import { accept, refuse, type Actor, type Decision, type Refusal } from '../case.ts';
import { byHolder, decideHolding } from '../holding.ts';
import { officers, supervisors, taxpayers, type Rights } from '../kind.ts';
import type { VisitTypes } from './kind.ts';
import { isOpen, type VisitCommand, type VisitEvent, type VisitState } from './visit.ts';

export const rights: Rights<VisitTypes> = {
  claim: { who: officers },
  release: { who: officers },
  handOver: { who: officers },
  reassign: { who: supervisors },
  arrive: { who: taxpayers },
  finish: { who: officers },
};

export function decide(state: VisitState, actor: Actor, command: VisitCommand): Decision<VisitEvent> {
  if (!isOpen(state)) return { ok: false, refusal: endedRefusal() };
  switch (command.type) {
    case 'claim':
    case 'release':
    case 'handOver':
    case 'reassign':
      return decideHolding(state, actor, command);
    case 'arrive':
      return state.arrivedAt === null ? accept({ type: 'arrived' }) : refuse('already-arrived');
    case 'finish':
      if (state.arrivedAt === null) return refuse('not-arrived');
      return byHolder(state, actor, () => accept({ type: 'closed', outcome: 'received', minutes: command.minutes }));
  }
}

const unsaid = '00000000-0000-0000-0000-000000000000';
const probes: { readonly [K in VisitCommand['type']]: Extract<VisitCommand, { type: K }> } = {
  claim: { type: 'claim' },
  release: { type: 'release', noteId: null },
  handOver: { type: 'handOver', officerId: unsaid, noteId: unsaid },
  reassign: { type: 'reassign', officerId: unsaid, noteId: null },
  arrive: { type: 'arrive' },
  finish: { type: 'finish', minutes: 0 },
};
export const probesFor = () => probes;
export const visitCommandTypes = Object.keys(probes) as VisitCommand['type'][];

export const endedRefusal = (): Refusal => ({ code: 'case-closed' });
