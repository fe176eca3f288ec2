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
  type ServiceFormState,
} from './form.ts';
import { events } from './events.ts';
import { noticesFor } from './notices.ts';
import { endingOf, signs } from './report.ts';
import { rights } from './rights.ts';
import { serviceFormSignals } from './signals.ts';
import { agenda, handInClock, onTime } from './time.ts';

export interface ServiceFormTypes {
  state: ServiceFormState;
  command: ServiceFormCommand;
  event: ServiceFormEvent;
  opening: ServiceFormOpening;
  policy: ServiceFormPolicy;
}

export const serviceFormKind: Kind<ServiceFormTypes> = {
  name: 'service-form',
  commandTypes: serviceFormCommandTypes,
  rights,
  probes: probesFor,
  signals: serviceFormSignals,
  begin: newForm,
  opened: ({ senderId, textId, uploadIds, originId }, policy, now) => ({
    actor: { kind: 'officer', id: senderId },
    events: [{ type: 'sent', officerId: senderId, textId, uploadIds, originId, clock: handInClock(policy, now) }],
  }),
  decide: guarded(rights, decide),
  endedRefusal,
  tells: (event, { id, orderId, outcome }) =>
    orderId === null || outcome === null || outcome === 'order-ended' || (event.type !== 'completed' && event.type !== 'closed')
      ? null
      : { kind: 'work-order', id: orderId, command: { type: 'formEnded', formId: id, outcome } },
  leavesDraft: ({ type }) => type === 'saved' || type === 'confirmed' || type === 'completed' || type === 'closed',
  apply,
  onTime,
  agenda,
  isOpen,
  isLive: isOpen,
  isPressing,
  wants: (state) => (needsAllocation(state) ? wantsOfficer(state) : null),
  grants: { officer: officerGrant },
  cancelled: (state) => (isOpen(state) ? [{ type: 'closed', outcome: 'ended', reasonId: null }] : []),
  hasTask: isOpen,
  moveOf,
  noticesFor,
  events,
  signs,
  endingOf,
};
