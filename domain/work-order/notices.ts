import { noticesBy, type NoticeTable } from '../notices.ts';
import type { WorkOrderEvent, WorkOrderOutcome, WorkOrderState } from './order.ts';

export const notices = {
  'order-opened': { category: 'news', sms: false },
  'order-advanced': { category: 'news', sms: false },
  'order-papers-asked': { category: 'todo', sms: true },
  'order-papers-returned': { category: 'todo', sms: true },
  'order-papers-due': { category: 'todo', sms: true },
  'order-due-moved': { category: 'news', sms: false },
  'order-finished': { category: 'news', sms: true },
  'order-ended': { category: 'news', sms: true },
} as const satisfies NoticeTable;

/** Requests to the taxpayer, outcomes, and stages that the type notifies. */
export const noticesFor = noticesBy<WorkOrderEvent, Pick<WorkOrderState, 'reminder'>, typeof notices>(notices, {
  opened: 'order-opened',
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  advanced: ({ tell }) => (tell ? 'order-advanced' : null),
  'sent-back': null,
  'papers-asked': 'order-papers-asked',
  supplemented: null,
  'papers-reviewed': ({ paused }) => (paused === null ? null : 'order-papers-returned'),
  disputed: null,
  dispatched: null,
  // The form sends its own notices of its beginning and end.
  'form-sent': null,
  'form-ended': null,
  urged: null,
  merged: null,
  recounted: ({ clock, moved }) => (moved && clock?.purpose === 'supplement' ? 'order-due-moved' : null),
  warned: ({ purpose }) => (purpose === 'supplement' ? 'order-papers-due' : null),
  escalated: null,
  finished: null,
  closed: ({ outcome }) => closedAs[outcome],
  rated: null,
  'evaluation-elapsed': null,
});

/** A taxpayer who terminates an order gets no notice of it. */
const closedAs = {
  finished: 'order-finished',
  terminated: null,
  'papers-elapsed': 'order-ended',
  ended: 'order-ended',
} as const satisfies Record<WorkOrderOutcome, keyof typeof notices | null>;
