/** Capacity of an officer that a conversation wants (rules 2 and 3 of `conversation.ts`). */
import type { GrantRule, Want } from '../kind.ts';
import type { ConversationState } from './conversation.ts';
import type { ConversationTypes } from './kind.ts';
import { answerSilence, offerClock } from './time.ts';

export function wantsSeat(state: ConversationState): Want | null {
  const { id, wanted, centreId, typeId, waitingSince, front, passedOver, lastOfficerId, preferredOfficerId, awaitedGroupId = null } = state;
  if (wanted === null) return null;
  const place = {
    caseId: id,
    centreId,
    typeId,
    since: waitingSince ?? 0,
    rank: front ? 0 : 1,
    passedOver,
    groupId: awaitedGroupId,
    preferred: lastOfficerId ?? preferredOfficerId,
  } as const;
  return { name: 'seat', ask: { ...place, only: wanted.who === 'officer' ? wanted.officerId : null } };
}

/**
 * A grant offers the case to the officer, or gives it to the one who has decided to take it. Without one a case waits, unless it waits
 * already or the officer has no free capacity.
 */
export const officerSeat: GrantRule<ConversationTypes, 'seat'> = {
  events: ['offered', 'connected'],
  granted: ({ officerId }, state, now) =>
    state.wanted?.who === 'officer' && state.wanted.connects
      ? { type: 'connected', officerId, silence: answerSilence(state, now) }
      : { type: 'offered', officerId, clock: offerClock(state, now) },
  lost: ({ wanted }) => {
    if (wanted?.who === 'officer') return { code: 'capacity-reached', details: { officerId: wanted.officerId } };
    return wanted?.who === 'retry' ? { code: 'no-officer-free' } : 'goes-on';
  },
};
