/** Audience of a form's events. */
import { clock, files, inner, linked, officer, papers, takenUp, text, told, value, type EventRules } from '../events.ts';
import type { ServiceFormEvent } from './form.ts';

const filled = {
  papers: papers('everybody'),
  uploadIds: files('everybody'),
  textId: text('everybody'),
  clock: clock('everybody'),
} as const;

export const events: EventRules<ServiceFormEvent> = {
  sent: told({
    officerId: officer('officers'),
    textId: text('everybody'),
    uploadIds: files('everybody'),
    originId: linked('everybody'),
    clock: clock('everybody'),
  }),
  assigned: takenUp({ officerId: officer('officers') }),
  claimed: takenUp({ officerId: officer('officers') }),
  released: inner({ noteId: text('officers') }),
  // A hand-over stays within the centre.
  'handed-over': inner({ officerId: officer('officers'), noteId: text('officers') }),
  reassigned: takenUp({ officerId: officer('officers'), noteId: text('officers') }),
  // A draft is shown only to its taxpayer, in the form they fill in.
  saved: {
    officers: false,
    taxpayer: false,
    fields: { papers: papers('nobody'), uploadIds: files('nobody'), textId: text('nobody'), clock: clock('nobody') },
  },
  confirmed: told(filled),
  'papers-reviewed': told({ verdicts: papers('everybody'), reasonId: text('everybody'), clock: clock('everybody') }),
  'papers-asked': told({ keys: papers('everybody'), textId: text('everybody'), clock: clock('everybody') }),
  reminded: told({ nextAt: value('nobody') }),
  recounted: told({ clock: clock('everybody'), moved: value('nobody') }),
  warned: inner({ purpose: value('officers') }),
  escalated: inner({ purpose: value('officers') }),
  completed: told({ textId: text('everybody'), uploadIds: files('everybody') }),
  closed: told({ outcome: value('everybody'), reasonId: text('everybody') }),
};
