import { officerGrant, wantsOfficer } from '../holding.ts';
import type { Kind } from '../kind.ts';
import { guarded } from '../possible.ts';
import { decide, endedRefusal, messageCommandTypes, probesFor } from './decide.ts';
import { events } from './events.ts';
import { notices, noticesFor } from './notices.ts';
import { endingOf, signs } from './report.ts';
import { begins, rights } from './rights.ts';
import {
  apply,
  isOpen,
  needsAllocation,
  newMessage,
  messagePurposes,
  messageStatuses,
  moveOf,
  type MessageCommand,
  type MessageEvent,
  type MessagePolicy,
  type MessagePurpose,
  type MessageState,
  type MessageSubmission,
} from './message.ts';
import { agenda, onTime, recounting, submitted } from './time.ts';
import { words } from './words.ts';

export interface MessageTypes {
  state: MessageState;
  command: MessageCommand;
  event: MessageEvent;
  opening: MessageSubmission;
  policy: MessagePolicy;
  purpose: MessagePurpose;
  notices: typeof notices;
  definition: null;
  staged: false;
}

export const messageKind: Kind<MessageTypes> = {
  name: 'message',
  digit: 9,
  workflowType: 'message',
  words,
  statuses: messageStatuses,
  purposes: messagePurposes,
  asks: ['supplement'],
  staged: false,
  defined: false,
  commandTypes: messageCommandTypes,
  rights,
  probes: probesFor,
  signals: {},
  begin: newMessage,
  openedBy: ({ identityId, officerId = null }) =>
    officerId === null ? { kind: 'taxpayer', id: identityId } : { kind: 'officer', id: officerId },
  opened: (submission, policy, now) => {
    const { officerId = null } = submission;
    return [submitted(submission, policy, now), ...(officerId === null ? [] : [{ type: 'claimed' as const, officerId }])];
  },
  decide: guarded(rights, decide),
  endedRefusal,
  inBulk: {
    reassign: (officerId, noteId) => ({ type: 'reassign', officerId, noteId }),
    handOver: (officerId, noteId) => ({ type: 'handOver', to: { officerId }, noteId }),
  },
  givingBack: { type: 'release', noteId: null },
  begins,
  follows: (command) => (command.type === 'convert' && command.order ? { kind: 'work-order', ...command.order } : null),
  apply,
  onTime: (state, _policy, now) => onTime(state, now),
  agenda,
  recounting,
  isOpen,
  isLive: isOpen,
  isPressing: ({ clock }) => clock?.escalated === true,
  wants: (state) => (needsAllocation(state) ? wantsOfficer(state) : null),
  grants: { officer: officerGrant },
  cancelled: (state) => (isOpen(state) ? [{ type: 'closed', outcome: 'ended', reasonId: null }] : []),
  hasTask: isOpen,
  moveOf,
  notices,
  noticesFor,
  events,
  signs,
  endingOf,
};
