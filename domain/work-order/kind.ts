import { officerGrant, wantsOfficer } from '../holding.ts';
import type { Kind } from '../kind.ts';
import { guarded } from '../possible.ts';
import { decide, endedRefusal, probesFor, workOrderCommandTypes } from './decide.ts';
import { events } from './events.ts';
import { notices, noticesFor } from './notices.ts';
import {
  apply,
  awaitedForm,
  isLive,
  isOpen,
  isPressing,
  needsAllocation,
  newOrder,
  moveOf,
  type WorkOrderCommand,
  type WorkOrderEvent,
  type WorkOrderOpening,
  type WorkOrderPolicy,
  type WorkOrderPurpose,
  type WorkOrderState,
  workOrderPurposes,
  workOrderStatuses,
} from './order.ts';
import { endingOf, signs } from './report.ts';
import { begins, rights } from './rights.ts';
import { workOrderSignals } from './signals.ts';
import { agenda, evaluationClock, onTime, recounting, standAt } from './time.ts';
import type { WorkOrderDefinition } from './type.ts';
import { words } from './words.ts';

export interface WorkOrderTypes {
  state: WorkOrderState;
  command: WorkOrderCommand;
  event: WorkOrderEvent;
  opening: WorkOrderOpening;
  policy: WorkOrderPolicy;
  purpose: WorkOrderPurpose;
  notices: typeof notices;
  definition: WorkOrderDefinition;
  staged: true;
}

function awaits(state: WorkOrderState) {
  const id = awaitedForm(state);
  return id === null ? null : ({ kind: 'service-form', id } as const);
}

export const workOrderKind: Kind<WorkOrderTypes> = {
  name: 'work-order',
  digit: 6,
  workflowType: 'workOrder',
  words,
  statuses: workOrderStatuses,
  purposes: workOrderPurposes,
  asks: ['supplement'],
  staged: true,
  defined: true,
  commandTypes: workOrderCommandTypes,
  rights,
  probes: probesFor,
  signals: workOrderSignals,
  begin: newOrder,
  openedBy: ({ dispatcherId }) => ({ kind: 'officer', id: dispatcherId }),
  opened: ({ textId, uploadIds, originId }, policy, now) => [
    { type: 'opened', textId, uploadIds, originId, stage: standAt(policy, 0, now) },
  ],
  decide: guarded(rights, decide),
  endedRefusal,
  inBulk: {
    reassign: (officerId, noteId) => ({ type: 'reassign', officerId, noteId }),
    handOver: (officerId, noteId) => ({ type: 'handOver', officerId, noteId }),
  },
  givingBack: { type: 'release', noteId: null },
  begins,
  follows: (command) => (command.type === 'sendForm' ? { kind: 'service-form', ...command.form } : null),
  tells: (event, state) => {
    const form = awaits(state);
    return event.type === 'closed' && form !== null ? { ...form, command: { type: 'orderEnded' } } : null;
  },
  awaits,
  apply,
  onTime,
  agenda,
  recounting,
  isOpen,
  isLive,
  isPressing,
  wants: (state) => (needsAllocation(state) ? wantsOfficer(state) : null),
  grants: { officer: officerGrant },
  cancelled: (state, policy, now) =>
    isOpen(state) ? [{ type: 'closed', outcome: 'ended', reasonId: null, clock: evaluationClock(policy, now) }] : [],
  hasTask: isOpen,
  moveOf,
  notices,
  noticesFor,
  events,
  signs,
  endingOf,
};
