import { officerGrant, wantsOfficer } from './holding.ts';
import type { Kind } from './kind.ts';
import { noticesFor } from './message-notices.ts';
import { endingOf, signs } from './message-report.ts';
import {
  agenda,
  apply,
  decide,
  isOpen,
  messageCommandTypes,
  needsAllocation,
  newMessage,
  onTime,
  submitted,
  turnOf,
  type MessageCommand,
  type MessageEvent,
  type MessagePolicy,
  type MessageState,
  type MessageSubmission,
} from './message.ts';

export interface MessageTypes {
  state: MessageState;
  command: MessageCommand;
  event: MessageEvent;
  opening: MessageSubmission;
  policy: MessagePolicy;
}

export const messageKind: Kind<MessageTypes> = {
  name: 'message',
  commandTypes: messageCommandTypes,
  signals: {},
  begin: newMessage,
  opened: (submission, policy, now) => ({
    actor: { kind: 'taxpayer', id: submission.identityId },
    events: [submitted(submission, policy, now)],
  }),
  decide,
  follows: (command) => (command.type === 'convert' && command.order ? { kind: 'work-order', ...command.order } : null),
  apply,
  onTime: (state, _policy, now) => onTime(state, now),
  agenda,
  isOpen,
  isLive: isOpen,
  isPressing: ({ clock }) => clock?.escalated === true,
  wants: (state) => (needsAllocation(state) ? wantsOfficer(state) : null),
  grants: { officer: officerGrant },
  cancelled: (state) => (isOpen(state) ? [{ type: 'closed', outcome: 'ended', reasonId: null }] : []),
  turnOf,
  noticesFor,
  signs,
  endingOf,
};
