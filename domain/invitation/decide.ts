/** Decides commands to an invitation (rules 2, 3 and 6 of `invitation.ts`). */
import { accept, refuse, type Actor, type Decision, type Refusal } from '../case.ts';
import { byHolder, decideHolding } from '../holding.ts';
import type { Follow, Place } from '../kind.ts';
import {
  isOpen,
  type InvitationCommand,
  type InvitationCommandType,
  type InvitationEvent,
  type InvitationPolicy,
  type InvitationState,
} from './invitation.ts';

type Command<K extends InvitationCommandType> = Extract<InvitationCommand, { type: K }>;
type Verdict = Decision<InvitationEvent>;

/** @param now epoch milliseconds; within a workflow, its own time */
export function decide(state: InvitationState, actor: Actor, command: InvitationCommand, _policy: InvitationPolicy, now: number): Verdict {
  if (!isOpen(state)) return { ok: false, refusal: endedRefusal(state) };
  switch (command.type) {
    case 'claim':
    case 'release':
    case 'handOver':
    case 'reassign':
      return decideHolding(state, actor, command);
    case 'accept':
      return acceptPlace(
        state.proposed.find(({ placeId }) => placeId === command.placeId),
        command.appointmentId,
        now,
      );
    case 'reject':
      return accept({ type: 'rejected', reasonId: command.reasonId });
    case 'counter':
      return counter(state, command);
    case 'agree':
      if (state.status !== 'countered') return refuse('not-countered');
      return byHolder(state, actor, () => acceptPlace(state.counter ?? undefined, command.appointmentId, now));
    case 'decline':
      if (state.status !== 'countered') return refuse('not-countered');
      return byHolder(state, actor, () => accept({ type: 'counter-declined', reasonId: command.reasonId }));
    case 'withdraw':
      return byHolder(state, actor, () => accept({ type: 'withdrawn', reasonId: command.reasonId, outcome: 'withdrawn' }));
    case 'end':
      return accept({ type: 'withdrawn', reasonId: command.reasonId, outcome: 'ended' });
  }
}

/** A place can be accepted until it starts. */
function acceptPlace(place: Place | undefined, appointmentId: string, now: number): Verdict {
  return place === undefined || place.startsAt <= now ? refuse('slot-taken') : accept({ type: 'accepted', ...place, appointmentId });
}

function counter(state: InvitationState, { placeId, noteId }: Command<'counter'>): Verdict {
  if (state.status === 'countered') return refuse('already-countered');
  if (state.proposed.some((place) => place.placeId === placeId)) return refuse('same-place');
  return accept({ type: 'counter-requested', placeId, noteId });
}

/** Returns the refusal of a late command: how the invitation ended. */
export const endedRefusal = ({ status }: InvitationState): Refusal => ({
  code: status === 'accepted' ? 'already-accepted' : status === 'withdrawn' ? 'invitation-withdrawn' : 'case-closed',
});

/** Returns the appointment that follows from an acceptance (rule 4). */
export function follows(command: InvitationCommand, state: InvitationState, { times }: InvitationPolicy): Follow | null {
  if (command.type !== 'accept' && command.type !== 'agree') return null;
  const placeId = command.type === 'accept' ? command.placeId : state.counter?.placeId;
  if (placeId === undefined) return null;
  const { id, regionId, centreId, typeId, typeVersion, identityId, way, category, reminder } = state;
  const opening = {
    ...{ id: command.appointmentId, regionId, centreId, typeId, typeVersion, identityId },
    ...{ way, category, placeId, textId: command.textId, uploadIds: [], reminder, originId: null, invitationId: id },
  };
  return { kind: 'appointment', opening, policy: { times } };
}

const unsaid = '00000000-0000-0000-0000-000000000000';
/** Returns sample commands, one per type, to test what is possible. */
export const probesFor = ({ proposed }: InvitationState): { readonly [K in InvitationCommandType]: Command<K> } => ({
  ...probes,
  accept: { type: 'accept', placeId: proposed.at(-1)?.placeId ?? unsaid, appointmentId: unsaid, textId: unsaid },
});

const probes: { readonly [K in InvitationCommandType]: Command<K> } = {
  claim: { type: 'claim' },
  accept: { type: 'accept', placeId: unsaid, appointmentId: unsaid, textId: unsaid },
  counter: { type: 'counter', placeId: unsaid, noteId: null },
  reject: { type: 'reject', reasonId: unsaid },
  agree: { type: 'agree', appointmentId: unsaid, textId: unsaid },
  decline: { type: 'decline', reasonId: unsaid },
  withdraw: { type: 'withdraw', reasonId: unsaid },
  handOver: { type: 'handOver', officerId: unsaid, noteId: unsaid },
  release: { type: 'release', noteId: null },
  reassign: { type: 'reassign', officerId: unsaid, noteId: null },
  end: { type: 'end', reasonId: unsaid },
};
/** All command types, in the order in which pages offer them. */
export const invitationCommandTypes = Object.keys(probes) as InvitationCommandType[];
