import { officerGrant } from '../holding.ts';
import type { Kind } from '../kind.ts';
import { guarded } from '../possible.ts';
import { apply } from './apply.ts';
import {
  appointmentPurposes,
  appointmentStatuses,
  hasTask,
  isAppealable,
  isOpen,
  isRatable,
  moveOf,
  newAppointment,
  placesOf,
  type AppointmentCommand,
  type AppointmentEvent,
  type AppointmentOpening,
  type AppointmentPolicy,
  type AppointmentPurpose,
  type AppointmentState,
} from './appointment.ts';
import { appointmentCommandTypes, decide, endedRefusal, probesFor } from './decide.ts';
import { events } from './events.ts';
import { notices, noticesFor } from './notices.ts';
import { placeGrant, wants } from './place.ts';
import { endingOf, signs } from './report.ts';
import { begins, rights } from './rights.ts';
import { agenda, onTime } from './time.ts';
import type { AppointmentDefinition } from '../slots/definition.ts';
import { words } from './words.ts';

export interface AppointmentTypes {
  state: AppointmentState;
  command: AppointmentCommand;
  event: AppointmentEvent;
  opening: AppointmentOpening;
  policy: AppointmentPolicy;
  purpose: AppointmentPurpose;
  notices: typeof notices;
  definition: AppointmentDefinition;
  staged: false;
}

export const appointmentKind: Kind<AppointmentTypes> = {
  name: 'appointment',
  digit: 8,
  workflowType: 'appointment',
  words,
  statuses: appointmentStatuses,
  purposes: appointmentPurposes,
  asks: ['appointment-start'],
  staged: false,
  defined: true,
  commandTypes: appointmentCommandTypes,
  rights,
  probes: probesFor,
  signals: {
    interactionEnded: ({ caseId }) => (typeof caseId === 'string' ? { type: 'interactionEnded', caseId } : null),
  },
  begin: newAppointment,
  openedBy: ({ identityId }) => ({ kind: 'taxpayer', id: identityId }),
  opened: ({ textId, uploadIds, originId, invitationId, placeId }, { times }) => [
    { type: 'requested', textId, uploadIds, originId, invitationId, placeId, times },
  ],
  decide: guarded(rights, decide),
  endedRefusal,
  inBulk: {
    reassign: (officerId, noteId) => ({ type: 'reassign', officerId, noteId }),
    handOver: (officerId, noteId) => ({ type: 'handOver', officerId, noteId }),
  },
  givingBack: { type: 'release', noteId: null },
  begins,
  follows: (command) => (command.type === 'start' ? command.interaction : null),
  apply,
  onTime: (state, _policy, now) => onTime(state, now),
  agenda,
  recounting: null,
  isOpen,
  isLive: (state) => isOpen(state) || isRatable(state) || isAppealable(state) || state.appeal === 'pending',
  isPressing: ({ clock }) => clock?.escalated === true,
  wants,
  grants: { officer: officerGrant, place: placeGrant },
  placesOf,
  clearing: {
    moveBooking: (placeId) => ({ type: 'move', placeId }),
    cancelBooking: (reasonId) => ({ type: 'cancel', cause: 'closure', reasonId }),
  },
  cancelled: (state) => (isOpen(state) ? [{ type: 'cancelled', cause: 'bureau', reasonId: null }] : []),
  hasTask,
  moveOf,
  notices,
  noticesFor,
  events,
  signs,
  endingOf,
};
