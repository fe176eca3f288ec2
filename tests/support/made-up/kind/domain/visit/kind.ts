import { officerGrant, wantsOfficer } from '../holding.ts';
import type { Kind } from '../kind.ts';
import { guarded } from '../possible.ts';
import { decide, endedRefusal, probesFor, rights, visitCommandTypes } from './decide.ts';
import { events } from './events.ts';
import { notices, noticesFor } from './notices.ts';
import { endingOf, signs } from './report.ts';
import { agenda, onTime, planned } from './time.ts';
import {
  apply,
  hasTask,
  isOpen,
  moveOf,
  newVisit,
  visitPurposes,
  visitStatuses,
  type VisitCommand,
  type VisitEvent,
  type VisitOpening,
  type VisitPolicy,
  type VisitPurpose,
  type VisitState,
} from './visit.ts';
import { words } from './words.ts';

export interface VisitTypes {
  state: VisitState;
  command: VisitCommand;
  event: VisitEvent;
  opening: VisitOpening;
  policy: VisitPolicy;
  purpose: VisitPurpose;
  notices: typeof notices;
  definition: null;
  staged: false;
}

export const visitKind: Kind<VisitTypes> = {
  name: 'visit',
  digit: 5,
  workflowType: 'visit',
  words,
  statuses: visitStatuses,
  purposes: visitPurposes,
  asks: ['arrival'],
  staged: false,
  defined: false,
  commandTypes: visitCommandTypes,
  rights,
  probes: probesFor,
  signals: {},
  begin: newVisit,
  openedBy: ({ identityId }) => ({ kind: 'taxpayer', id: identityId }),
  opened: (opening, policy, now) => [planned(opening, policy, now)],
  decide: guarded(rights, decide),
  endedRefusal,
  inBulk: {
    reassign: (officerId, noteId) => ({ type: 'reassign', officerId, noteId }),
    handOver: (officerId, noteId) => ({ type: 'handOver', officerId, noteId }),
  },
  givingBack: { type: 'release', noteId: null },
  apply,
  onTime: (state, _policy, now) => onTime(state, now),
  agenda,
  recounting: null,
  isOpen,
  isLive: isOpen,
  isPressing: ({ arrivedAt }) => arrivedAt !== null,
  wants: (state) => (isOpen(state) && state.arrivedAt !== null && state.assigneeId === null ? wantsOfficer(state) : null),
  // Nobody is received by nobody: what is lost is told to who has come.
  grants: { officer: { ...officerGrant, lost: () => ({ code: 'nobody-free' }) } },
  cancelled: (state) => (isOpen(state) ? [{ type: 'closed', outcome: 'cancelled', minutes: null }] : []),
  hasTask,
  moveOf,
  notices,
  noticesFor,
  events,
  signs,
  endingOf,
};
