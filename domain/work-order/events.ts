/** Audience of an order's events. */
import { centre, clock, files, inner, linked, officer, papers, stage, takenUp, text, told, value, type EventRules } from '../events.ts';
import type { WorkOrderEvent } from './order.ts';

export const events: EventRules<WorkOrderEvent> = {
  opened: told({ textId: text('everybody'), uploadIds: files('everybody'), originId: linked('everybody'), stage: stage('everybody') }),
  assigned: takenUp({ officerId: officer('officers') }),
  claimed: takenUp({ officerId: officer('officers') }),
  released: inner({ noteId: text('officers') }),
  // A hand-over stays within the centre.
  'handed-over': inner({ officerId: officer('officers'), noteId: text('officers') }),
  reassigned: takenUp({
    officerId: officer('officers'),
    noteId: text('officers'),
    centreId: centre('everybody'),
    clock: clock('everybody'),
  }),
  advanced: told({ noteId: text('officers'), stage: stage('everybody'), tell: value('nobody') }),
  // The reason for going back is shown only to officers.
  'sent-back': told({ reasonId: text('officers'), stage: stage('everybody') }),
  'papers-asked': told({ keys: papers('everybody'), textId: text('everybody'), paused: value('nobody'), clock: clock('everybody') }),
  supplemented: told({
    papers: papers('everybody'),
    uploadIds: files('everybody'),
    textId: text('everybody'),
    clock: clock('everybody'),
  }),
  'papers-reviewed': told({
    verdicts: papers('everybody'),
    reasonId: text('everybody'),
    paused: value('nobody'),
    clock: clock('everybody'),
  }),
  disputed: inner({
    reasonId: text('officers'),
    officerId: officer('officers'),
    centreId: centre('officers'),
    paused: value('nobody'),
    clock: clock('officers'),
  }),
  dispatched: inner({
    officerId: officer('officers'),
    noteId: text('officers'),
    centreId: centre('officers'),
    clock: clock('officers'),
  }),
  'form-sent': told({ formId: linked('everybody'), paused: value('nobody'), clock: clock('everybody') }),
  'form-ended': told({ formId: linked('everybody'), outcome: value('everybody'), clock: clock('everybody') }),
  urged: told({}),
  merged: told({ caseId: linked('everybody') }),
  recounted: told({ clock: clock('everybody'), moved: value('nobody') }),
  warned: inner({ purpose: value('officers') }),
  escalated: inner({ purpose: value('officers') }),
  finished: told({ textId: text('everybody'), uploadIds: files('everybody') }),
  closed: told({ outcome: value('everybody'), reasonId: text('everybody'), clock: clock('everybody') }),
  rated: told({ resolved: value('everybody'), stars: value('everybody'), textId: text('everybody') }),
  'evaluation-elapsed': told({}),
};
