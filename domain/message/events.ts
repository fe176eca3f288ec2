/** Audience of a 留言's events. */
import { centre, clock, files, inner, linked, officer, takenUp, text, told, value, type EventRules } from '../events.ts';
import type { MessageEvent } from './message.ts';

const said = told({ textId: text('everybody'), uploadIds: files('everybody'), clock: clock('everybody') });

export const events: EventRules<MessageEvent> = {
  submitted: told({ textId: text('everybody'), uploadIds: files('everybody'), originId: linked('everybody'), clock: clock('everybody') }),
  assigned: takenUp({ officerId: officer('officers') }),
  claimed: takenUp({ officerId: officer('officers') }),
  released: inner({ noteId: text('officers') }),
  // A hand-over within the centre is internal; a hand-over to another centre is shown to the taxpayer.
  'handed-over': {
    officers: true,
    taxpayer: { when: ({ officerId }) => officerId === null },
    fields: { officerId: officer('officers'), centreId: centre('everybody'), noteId: text('officers') },
  },
  reassigned: takenUp({ officerId: officer('officers'), noteId: text('officers') }),
  replied: said,
  'asked-back': said,
  supplemented: said,
  'followed-up': said,
  recounted: told({ clock: clock('everybody'), moved: value('nobody') }),
  warned: inner({ purpose: value('officers') }),
  escalated: inner({ purpose: value('officers') }),
  withdrawn: told({}),
  converted: told({ orderId: linked('everybody'), merged: value('nobody') }),
  rated: told({ resolved: value('everybody'), stars: value('everybody'), textId: text('everybody') }),
  closed: told({ outcome: value('everybody'), reasonId: text('everybody') }),
};
