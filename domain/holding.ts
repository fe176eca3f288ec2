/**
 * Who holds a case, alike for every kind:
 * 1. At most one officer holds it. Who claims it while nobody does gets it; who comes second is told who was first.
 * 2. What is the holder's to do nobody else does; nobody takes a case from another but a supervisor, who reassigns it.
 * 3. Who gives it back or hands it over is passed over by the rule of assignment, until somebody has it again.
 */
import { accept, idOf, refuse, type Actor, type Assigned, type CaseState, type Decision, type Refusal } from './case.ts';
import type { Want } from './kind.ts';

type Held = Pick<CaseState, 'assigneeId'>;

interface Claimed {
  type: 'claimed';
  officerId: string;
}

export type HoldingEvent =
  | Assigned
  | Claimed
  | { type: 'released' }
  | { type: 'reassigned'; officerId: string }
  /** Nobody in particular, where it goes to another centre. */
  | { type: 'handed-over'; officerId: string | null };

/** Rule 1. */
export function claim({ assigneeId }: Held, actor: Actor): Decision<Claimed> {
  if (assigneeId === idOf(actor)) return refuse('already-yours');
  if (assigneeId !== null) return refuse('already-claimed', { officerId: assigneeId });
  return accept({ type: 'claimed', officerId: idOf(actor) });
}

/** Why something that is the holder's to do is not this person's (rule 2); null when it is. */
export function holderFault({ assigneeId }: Held, actor: Actor): Refusal | null {
  if (assigneeId === null) return { code: 'not-assigned' };
  return assigneeId === idOf(actor) ? null : { code: 'not-assignee', details: { officerId: assigneeId } };
}

/** What only the holder does (rule 2). */
export function byHolder<E>(state: Held, actor: Actor, then: () => Decision<E>): Decision<E> {
  const fault = holderFault(state, actor);
  return fault ? { ok: false, refusal: fault } : then();
}

/** Who holds it gives it back; for a holder who works here no longer, the system does. */
export function giveBack<E>(state: Held, actor: Actor, then: () => Decision<E>): Decision<E> {
  return actor.kind === 'system' && state.assigneeId !== null ? then() : byHolder(state, actor, then);
}

/** What gives it to somebody who does not have it yet. */
export function toAnother<E>({ assigneeId }: Held, officerId: string, then: () => Decision<E>): Decision<E> {
  return assigneeId === officerId ? refuse('already-theirs', { officerId }) : then();
}

/** Who holds it after an event, and whom the rule of assignment passes over (rule 3). */
export function holderAfter({ assigneeId }: Held, event: HoldingEvent): Pick<CaseState, 'assigneeId' | 'releasedBy'> {
  switch (event.type) {
    case 'assigned':
    case 'claimed':
    case 'reassigned':
      return { assigneeId: event.officerId, releasedBy: null };
    case 'released':
      return { assigneeId: null, releasedBy: assigneeId };
    case 'handed-over':
      return { assigneeId: event.officerId, releasedBy: assigneeId };
  }
}

/** The officer who is to be found for a case by rule. */
export const wantsOfficer = ({ centreId, typeId, groupId, releasedBy }: CaseState): Want => ({
  name: 'officer',
  ask: { centreId, typeId, releasedBy, ...(groupId !== undefined && { groupId }) },
});

/** Whom the rule came to has it; while nobody is on duty it waits where any of the centre may claim it. */
export const officerGrant = {
  event: 'assigned',
  granted: ({ officerId }: { officerId: string }): Assigned => ({ type: 'assigned', officerId }),
  lost: () => 'goes-on' as const,
} as const;
