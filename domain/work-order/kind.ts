import { officerGrant, wantsOfficer } from '../holding.ts';
import type { Kind } from '../kind.ts';
import { guarded } from '../possible.ts';
import { decide, endedRefusal, probesFor, workOrderCommandTypes } from './decide.ts';
import { events } from './events.ts';
import { noticesFor } from './notices.ts';
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
  type WorkOrderState,
} from './order.ts';
import { endingOf, signs } from './report.ts';
import { rights } from './rights.ts';
import { workOrderSignals } from './signals.ts';
import { agenda, evaluationClock, onTime, standAt } from './time.ts';

export interface WorkOrderTypes {
  state: WorkOrderState;
  command: WorkOrderCommand;
  event: WorkOrderEvent;
  opening: WorkOrderOpening;
  policy: WorkOrderPolicy;
}

export const workOrderKind: Kind<WorkOrderTypes> = {
  name: 'work-order',
  commandTypes: workOrderCommandTypes,
  rights,
  probes: probesFor,
  signals: workOrderSignals,
  begin: newOrder,
  opened: ({ dispatcherId, textId, uploadIds, originId }, policy, now) => ({
    actor: { kind: 'officer', id: dispatcherId },
    events: [{ type: 'opened', textId, uploadIds, originId, stage: standAt(policy, 0, now) }],
  }),
  decide: guarded(rights, decide),
  endedRefusal,
  follows: (command) => (command.type === 'sendForm' ? { kind: 'service-form', ...command.form } : null),
  tells: (event, state) => {
    const formId = awaitedForm(state);
    return event.type === 'closed' && formId !== null ? { kind: 'service-form', id: formId, command: { type: 'orderEnded' } } : null;
  },
  apply,
  onTime,
  agenda,
  isOpen,
  isLive,
  isPressing,
  wants: (state) => (needsAllocation(state) ? wantsOfficer(state) : null),
  grants: { officer: officerGrant },
  cancelled: (state, policy, now) =>
    isOpen(state) ? [{ type: 'closed', outcome: 'ended', reasonId: null, clock: evaluationClock(policy, now) }] : [],
  hasTask: isOpen,
  moveOf,
  noticesFor,
  events,
  signs,
  endingOf,
};
