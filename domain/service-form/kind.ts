import { officerGrant, wantsOfficer } from '../holding.ts';
import type { Kind } from '../kind.ts';
import { guarded } from '../possible.ts';
import { decide, endedRefusal, probesFor, serviceFormCommandTypes } from './decide.ts';
import {
  apply,
  isOpen,
  isPressing,
  needsAllocation,
  newForm,
  moveOf,
  type ServiceFormCommand,
  type ServiceFormEvent,
  type ServiceFormOpening,
  type ServiceFormPolicy,
  type ServiceFormPurpose,
  type ServiceFormState,
  serviceFormPurposes,
  serviceFormStatuses,
} from './form.ts';
import { events } from './events.ts';
import { notices, noticesFor } from './notices.ts';
import { endingOf, signs } from './report.ts';
import { rights } from './rights.ts';
import { serviceFormSignals } from './signals.ts';
import type { FormDefinition } from './template.ts';
import { agenda, handInClock, onTime, recounting } from './time.ts';
import { words } from './words.ts';

export interface ServiceFormTypes {
  state: ServiceFormState;
  command: ServiceFormCommand;
  event: ServiceFormEvent;
  opening: ServiceFormOpening;
  policy: ServiceFormPolicy;
  purpose: ServiceFormPurpose;
  notices: typeof notices;
  definition: FormDefinition;
  staged: false;
}

export const serviceFormKind: Kind<ServiceFormTypes> = {
  name: 'service-form',
  digit: 7,
  workflowType: 'serviceForm',
  words,
  statuses: serviceFormStatuses,
  purposes: serviceFormPurposes,
  asks: ['supplement'],
  staged: false,
  defined: true,
  commandTypes: serviceFormCommandTypes,
  rights,
  probes: probesFor,
  signals: serviceFormSignals,
  begin: newForm,
  openedBy: ({ senderId }) => ({ kind: 'officer', id: senderId }),
  opened: ({ senderId, textId, uploadIds, originId }, policy, now) => [
    { type: 'sent', officerId: senderId, textId, uploadIds, originId, clock: handInClock(policy, now) },
  ],
  decide: guarded(rights, decide),
  endedRefusal,
  inBulk: {
    reassign: (officerId, noteId) => ({ type: 'reassign', officerId, noteId }),
    handOver: (officerId, noteId) => ({ type: 'handOver', officerId, noteId }),
  },
  givingBack: { type: 'release', noteId: null },
  tells: (event, { id, orderId, outcome }) =>
    orderId === null || outcome === null || outcome === 'order-ended' || (event.type !== 'completed' && event.type !== 'closed')
      ? null
      : { kind: 'work-order', id: orderId, command: { type: 'formEnded', formId: id, outcome } },
  awaitedBy: ({ orderId }) => (orderId === null ? null : { kind: 'work-order', id: orderId }),
  leavesDraft: ({ type }) => type === 'saved' || type === 'confirmed' || type === 'completed' || type === 'closed',
  apply,
  onTime,
  agenda,
  recounting,
  isOpen,
  isLive: isOpen,
  isPressing,
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
