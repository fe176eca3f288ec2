/**
 * Assignment of a case to an officer, the same for every kind:
 * 1. A case has at most one assignee. The first officer who claims a free case gets it; a later one is told who has it.
 * 2. Only the assignee does the assignee's work. Only a supervisor takes a case from its assignee, by reassigning it.
 * 3. The allocation rule skips the officer who released or handed over a case until somebody holds it again.
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
  /** Null for a hand-over to another centre. */
  | { type: 'handed-over'; officerId: string | null };

/** Commands about the assignee of a case that stays in its centre. */
export type HoldingCommand =
  | { type: 'claim' }
  | { type: 'release'; noteId: string | null }
  | { type: 'handOver'; officerId: string; noteId: string }
  | { type: 'reassign'; officerId: string; noteId: string | null };

/** Events of `HoldingCommand`. */
export type HoldingDecided =
  | Claimed
  | { type: 'released'; noteId: string | null }
  | { type: 'handed-over'; officerId: string; noteId: string }
  | { type: 'reassigned'; officerId: string; noteId: string | null };

/** Decides a command about the assignee, for kinds whose cases can be given away at any time. */
export function decideHolding(state: Held, actor: Actor, command: HoldingCommand): Decision<HoldingDecided> {
  switch (command.type) {
    case 'claim':
      return claim(state, actor);
    case 'release':
      return giveBack(state, actor, () => accept({ type: 'released', noteId: command.noteId }));
    case 'handOver': {
      const { officerId, noteId } = command;
      return toAnother(state, officerId, () => byHolder(state, actor, () => accept({ type: 'handed-over', officerId, noteId })));
    }
    case 'reassign': {
      const { officerId, noteId } = command;
      return toAnother(state, officerId, () => accept({ type: 'reassigned', officerId, noteId }));
    }
  }
}

/** Claims a case (rule 1). */
export function claim({ assigneeId }: Held, actor: Actor): Decision<Claimed> {
  if (assigneeId === idOf(actor)) return refuse('already-yours');
  if (assigneeId !== null) return refuse('already-claimed', { officerId: assigneeId });
  return accept({ type: 'claimed', officerId: idOf(actor) });
}

/** Returns the refusal for an officer who is not the assignee (rule 2); null for the assignee. */
export function holderFault({ assigneeId }: Held, actor: Actor): Refusal | null {
  if (assigneeId === null) return { code: 'not-assigned' };
  return assigneeId === idOf(actor) ? null : { code: 'not-assignee', details: { officerId: assigneeId } };
}

/** Decides only for the assignee (rule 2). */
export function byHolder<E>(state: Held, actor: Actor, then: () => Decision<E>): Decision<E> {
  const fault = holderFault(state, actor);
  return fault ? { ok: false, refusal: fault } : then();
}

/** Releases a case: by its assignee, or by the system for an assignee who no longer works here. */
export function giveBack<E>(state: Held, actor: Actor, then: () => Decision<E>): Decision<E> {
  return actor.kind === 'system' && state.assigneeId !== null ? then() : byHolder(state, actor, then);
}

/** Decides only for an officer who is not the assignee yet. */
export function toAnother<E>({ assigneeId }: Held, officerId: string, then: () => Decision<E>): Decision<E> {
  return assigneeId === officerId ? refuse('already-theirs', { officerId }) : then();
}

/** Returns the assignee after an event and the officer whom the allocation rule skips (rule 3). */
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

/** Want of an officer by the allocation rule. */
export const wantsOfficer = ({ centreId, typeId, groupId, releasedBy }: CaseState): Want => ({
  name: 'officer',
  ask: { centreId, typeId, releasedBy, ...(groupId !== undefined && { groupId }) },
});

/** A grant assigns the officer. Without one the case waits, and any officer of the centre may claim it. */
export const officerGrant = {
  events: ['assigned'],
  granted: ({ officerId }: { officerId: string }): Assigned => ({ type: 'assigned', officerId }),
  lost: () => 'goes-on' as const,
} as const;
