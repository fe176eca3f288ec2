/** Audience of an invitation's events. */
import { files, inner, linked, officer, takenUp, text, told, value, type EventRules } from '../events.ts';
import type { InvitationEvent } from './invitation.ts';

export const events: EventRules<InvitationEvent> = {
  proposed: told({
    officerId: officer('officers'),
    textId: text('everybody'),
    uploadIds: files('everybody'),
    originId: linked('everybody'),
    placeIds: value('nobody'),
    answerMs: value('nobody'),
    reminders: value('nobody'),
  }),
  sent: { officers: false, taxpayer: false, fields: { places: value('nobody') } },
  assigned: takenUp({ officerId: officer('officers') }),
  claimed: takenUp({ officerId: officer('officers') }),
  released: inner({ noteId: text('officers') }),
  'handed-over': inner({ officerId: officer('officers'), noteId: text('officers') }),
  reassigned: takenUp({ officerId: officer('officers'), noteId: text('officers') }),
  reminded: told({}),
  'counter-requested': told({ placeId: value('nobody'), noteId: text('everybody') }),
  countered: { officers: false, taxpayer: false, fields: { places: value('nobody') } },
  'counter-declined': told({ reasonId: text('everybody') }),
  accepted: told({
    placeId: value('nobody'),
    startsAt: value('everybody'),
    endsAt: value('everybody'),
    appointmentId: linked('everybody'),
  }),
  rejected: told({ reasonId: text('everybody') }),
  withdrawn: told({ reasonId: text('everybody'), outcome: value('everybody') }),
  expired: told({}),
};
