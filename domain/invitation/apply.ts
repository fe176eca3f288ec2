/** Effect of each event on the state of an invitation. */
import { wallClock } from '../clock.ts';
import { holderAfter } from '../holding.ts';
import type { Place } from '../kind.ts';
import type {
  InvitationClock,
  InvitationOutcome,
  InvitationPurpose,
  InvitationState,
  InvitationStatus,
  RecordedInvitationEvent,
} from './invitation.ts';
import { reminderAfter } from './time.ts';

/** Applies an event. It is deterministic, so every caller gets the same state. */
export const apply = (state: InvitationState, event: RecordedInvitationEvent): InvitationState => ({
  ...state,
  wantedPlaceIds: [],
  ...changeOf(state, event),
  version: event.version,
});

function changeOf(state: InvitationState, event: RecordedInvitationEvent): Partial<InvitationState> {
  switch (event.type) {
    case 'proposed':
      return { assigneeId: event.officerId, wantedPlaceIds: event.placeIds, answerMs: event.answerMs, reminders: event.reminders };
    case 'sent':
      return { proposed: event.places, clock: clockOf(state, event.places, 'invitation-answer', event.at) };
    case 'assigned':
    case 'claimed':
    case 'released':
    case 'handed-over':
    case 'reassigned':
      return holderAfter(state, event);
    case 'reminded':
      return { clock: state.clock && { ...state.clock, ...reminderAfter(state, state.clock, event.at) } };
    case 'counter-requested':
      return { wantedPlaceIds: [event.placeId] };
    case 'countered': {
      const [counter] = event.places;
      return { status: 'countered', counter: counter ?? null, clock: clockOf(state, event.places, 'invitation-counter', event.at) };
    }
    case 'counter-declined':
      return { status: 'sent', counter: null, clock: clockOf(state, state.proposed, 'invitation-answer', event.at) };
    case 'accepted': {
      const { placeId, startsAt, endsAt, appointmentId } = event;
      return { ...over(event, 'accepted', 'accepted'), accepted: { placeId, startsAt, endsAt }, appointmentId };
    }
    case 'rejected':
      return over(event, 'rejected', 'rejected');
    case 'withdrawn':
      return over(event, 'withdrawn', event.outcome);
    case 'expired':
      return over(event, 'expired', 'expired');
  }
}

/** Rule 5. */
function clockOf(state: InvitationState, places: readonly Place[], purpose: InvitationPurpose, at: number): InvitationClock {
  const dueAt = Math.min(at + state.answerMs, ...places.map(({ startsAt }) => startsAt));
  const clock = wallClock(purpose, at, dueAt);
  return { ...clock, ...reminderAfter(state, clock, at) };
}

const over = ({ at }: { at: number }, status: InvitationStatus, outcome: InvitationOutcome): Partial<InvitationState> => ({
  status,
  outcome,
  closedAt: at,
  clock: null,
});
