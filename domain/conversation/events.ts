/** Audience of a conversation's events. */
import { centre, clock, inner, linked, officer, text, told, value, type EventRules } from '../events.ts';
import type { ConversationEvent } from './conversation.ts';

export const events: EventRules<ConversationEvent> = {
  begun: told({ silence: clock('nobody') }),
  appointed: told({
    officerId: officer('officers'),
    appointmentId: linked('everybody'),
    silence: clock('nobody'),
    offerMs: value('nobody'),
    answerMs: value('nobody'),
  }),
  requested: told({
    cause: value('everybody'),
    typeId: value('nobody'),
    wait: clock('nobody'),
    offerMs: value('nobody'),
    answerMs: value('nobody'),
  }),
  sought: { officers: false, taxpayer: false, fields: {} },
  offered: inner({ officerId: officer('officers'), clock: clock('nobody') }),
  connected: told({ officerId: officer('officers'), silence: clock('nobody') }),
  accepted: told({ silence: clock('nobody') }),
  declined: inner({ officerId: officer('officers'), until: value('nobody') }),
  'offer-elapsed': inner({ officerId: officer('officers'), until: value('nobody') }),
  claimed: inner({ officerId: officer('officers') }),
  reassigned: inner({ officerId: officer('officers'), noteId: text('officers') }),
  released: {
    officers: true,
    taxpayer: true,
    fields: { noteId: text('officers') },
  },
  'handed-over': told({ officerId: officer('officers'), centreId: centre('everybody'), noteId: text('officers') }),
  'officer-lost': told({ officerId: officer('officers') }),
  'queue-left': told({ silence: clock('nobody') }),
  'wait-long': told({}),
  prioritised: inner({}),
  'answer-late': inner({ clock: clock('officers'), silence: clock('nobody') }),
  heard: { officers: false, taxpayer: false, fields: { silence: clock('nobody') } },
  'idle-warned': told({ silence: clock('everybody') }),
  closed: told({
    outcome: value('everybody'),
    summaryId: text('officers'),
    reasonId: text('everybody'),
    clock: clock('nobody'),
  }),
  rated: told({ resolved: value('everybody'), stars: value('everybody'), textId: text('everybody') }),
  'rating-elapsed': { officers: false, taxpayer: false, fields: {} },
};
