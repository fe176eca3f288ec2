import type { Kind } from '../kind.ts';
import { guarded } from '../possible.ts';
import { lines, request, standOf } from './chat.ts';
import {
  apply,
  conversationPurposes,
  conversationStatuses,
  isOpen,
  isRatable,
  moveOf,
  newConversation,
  type ConversationCommand,
  type ConversationEvent,
  type ConversationOpening,
  type ConversationPolicy,
  type ConversationPurpose,
  type ConversationState,
} from './conversation.ts';
import { conversationCommandTypes, decide, endedRefusal, probesFor } from './decide.ts';
import { withoutCall } from './decide-call.ts';
import { events } from './events.ts';
import { notices, noticesFor } from './notices.ts';
import { officerSeat, wantsSeat } from './queue.ts';
import { endingOf, signs } from './report.ts';
import { begins, rights } from './rights.ts';
import { agenda, appointed, begun, closed, hears, onTime } from './time.ts';
import { words } from './words.ts';

export interface ConversationTypes {
  state: ConversationState;
  command: ConversationCommand;
  event: ConversationEvent;
  opening: ConversationOpening;
  policy: ConversationPolicy;
  purpose: ConversationPurpose;
  notices: typeof notices;
  definition: null;
  staged: false;
}

export const conversationKind: Kind<ConversationTypes> = {
  name: 'conversation',
  digit: 1,
  workflowType: 'conversation',
  words,
  statuses: conversationStatuses,
  purposes: conversationPurposes,
  asks: [],
  staged: false,
  defined: false,
  commandTypes: conversationCommandTypes,
  rights,
  probes: probesFor,
  signals: {
    seek: () => ({ type: 'seek' }),
    lose: ({ officerId }) => (typeof officerId === 'string' ? { type: 'lose', officerId } : null),
    lapse: () => ({ type: 'lapse' }),
    connectCall: ({ callId }) => (typeof callId === 'string' ? { type: 'connectCall', callId } : null),
    loseCall: ({ callId }) => (typeof callId === 'string' ? { type: 'loseCall', callId } : null),
    beginRecording: ({ callId, recordingId }) =>
      typeof callId === 'string' && typeof recordingId === 'string' ? { type: 'beginRecording', callId, recordingId } : null,
    endRecording: ({ callId, recordingId, by }) =>
      typeof callId === 'string' && typeof recordingId === 'string' && (by === 'limit' || by === 'failed')
        ? { type: 'endRecording', callId, recordingId, by }
        : null,
  },
  begin: newConversation,
  openedBy: ({ identityId }) => ({ kind: 'taxpayer', id: identityId }),
  opened: ({ appointment }, policy, now) => [
    begun(policy, now),
    ...(appointment === undefined ? [] : [appointed(appointment, policy, now)]),
  ],
  decide: guarded(rights, decide),
  endedRefusal,
  inBulk: {
    reassign: (officerId, noteId) => ({ type: 'reassign', officerId, noteId }),
    handOver: (officerId, noteId) => ({ type: 'handOver', to: { officerId }, noteId }),
  },
  givingBack: { type: 'release', noteId: null },
  begins,
  tells: ({ type }, { id, appointmentId }) =>
    type !== 'closed' || appointmentId === undefined
      ? null
      : { kind: 'appointment', id: appointmentId, command: { type: 'interactionEnded', caseId: id } },
  apply,
  onTime,
  hears,
  agenda,
  recounting: null,
  isOpen,
  isLive: (state) => isOpen(state) || isRatable(state),
  isPressing: ({ clock, front }) => clock?.escalated === true || front,
  wants: wantsSeat,
  grants: { seat: officerSeat },
  cancelled: (state, policy, now) =>
    isOpen(state) ? withoutCall(state, [closed(state, policy, now, { outcome: 'ended' })], policy, now) : [],
  hasTask: (state) => isOpen(state) && state.status !== 'robot',
  moveOf,
  chat: { standOf, request, lines },
  missedBy: (event) => (event.type === 'offer-elapsed' ? event.officerId : null),
  notices,
  noticesFor,
  events,
  signs,
  endingOf,
};
