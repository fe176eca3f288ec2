import { officerGrant } from '../holding.ts';
import type { GrantRule, Kind, Want } from '../kind.ts';
import { guarded } from '../possible.ts';
import { apply } from './apply.ts';
import { decide, endedRefusal, follows, invitationCommandTypes, probesFor } from './decide.ts';
import { events } from './events.ts';
import {
  invitationPurposes,
  invitationStatuses,
  isOpen,
  moveOf,
  newInvitation,
  placesOf,
  type InvitationCommand,
  type InvitationEvent,
  type InvitationOpening,
  type InvitationPolicy,
  type InvitationPurpose,
  type InvitationState,
} from './invitation.ts';
import { notices, noticesFor } from './notices.ts';
import { endingOf, signs } from './report.ts';
import { rights } from './rights.ts';
import { agenda, onTime } from './time.ts';
import { words } from './words.ts';

export interface InvitationTypes {
  state: InvitationState;
  command: InvitationCommand;
  event: InvitationEvent;
  opening: InvitationOpening;
  policy: InvitationPolicy;
  purpose: InvitationPurpose;
  notices: typeof notices;
  definition: null;
  staged: false;
}

/** Rules 1 and 2: places are only held, until an appointment follows. */
const wants = ({ id, regionId, centreId, identityId, wantedPlaceIds }: InvitationState): Want | null =>
  wantedPlaceIds.length === 0
    ? null
    : { name: 'place', ask: { caseId: id, regionId, centreId, identityId, placeIds: wantedPlaceIds, as: 'held' } };

const placeGrant: GrantRule<InvitationTypes, 'place'> = {
  events: ['sent', 'countered'],
  granted: ({ places }, { proposed }) => ({ type: proposed.length === 0 ? 'sent' : 'countered', places }),
  lost: () => ({ code: 'slot-taken' }),
};

export const invitationKind: Kind<InvitationTypes> = {
  name: 'invitation',
  digit: 4,
  workflowType: 'invitation',
  words,
  statuses: invitationStatuses,
  purposes: invitationPurposes,
  asks: ['invitation-answer'],
  staged: false,
  defined: false,
  commandTypes: invitationCommandTypes,
  rights,
  probes: probesFor,
  signals: {},
  begin: newInvitation,
  openedBy: ({ senderId }) => ({ kind: 'officer', id: senderId }),
  opened: ({ senderId, textId, uploadIds, originId, placeIds }, { answerMinutes, reminders }) => [
    { type: 'proposed', officerId: senderId, textId, uploadIds, originId, placeIds, answerMs: answerMinutes * 60_000, reminders },
  ],
  decide: guarded(rights, decide),
  endedRefusal,
  inBulk: {
    reassign: (officerId, noteId) => ({ type: 'reassign', officerId, noteId }),
    handOver: (officerId, noteId) => ({ type: 'handOver', officerId, noteId }),
  },
  givingBack: { type: 'release', noteId: null },
  follows,
  apply,
  onTime: (state, _policy, now) => onTime(state, now),
  agenda,
  recounting: null,
  isOpen,
  isLive: isOpen,
  isPressing: () => false,
  wants,
  grants: { officer: officerGrant, place: placeGrant },
  placesOf,
  clearing: { moveBooking: null, cancelBooking: (reasonId) => ({ type: 'end', reasonId }) },
  cancelled: (state) => (isOpen(state) ? [{ type: 'withdrawn', reasonId: null, outcome: 'ended' }] : []),
  hasTask: isOpen,
  moveOf,
  notices,
  noticesFor,
  events,
  signs,
  endingOf,
};
