/** Who is told what of a visit's events. */
import { clock, inner, linked, officer, takenUp, text, told, value, type EventRules } from '../events.ts';
import type { VisitEvent } from './visit.ts';

export const events: EventRules<VisitEvent> = {
  planned: told({
    textId: text('everybody'),
    originId: linked('everybody'),
    reminderClock: clock('nobody'),
    clock: clock('everybody'),
  }),
  assigned: takenUp({ officerId: officer('officers') }),
  claimed: takenUp({ officerId: officer('officers') }),
  released: inner({ noteId: text('officers') }),
  'handed-over': inner({ officerId: officer('officers'), noteId: text('officers') }),
  reassigned: takenUp({ officerId: officer('officers'), noteId: text('officers') }),
  neared: inner({}),
  arrived: told({}),
  closed: told({ outcome: value('everybody'), minutes: value('officers') }),
};
