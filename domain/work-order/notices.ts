import { noticesBy, type NoticeTable } from '../notices.ts';
import type { WorkOrderEvent, WorkOrderOutcome, WorkOrderState } from './order.ts';

/** The notices of an order. */
export const notices = {
  'order-opened': { category: 'news', sms: false },
  'order-advanced': { category: 'news', sms: false },
  'order-papers-asked': { category: 'todo', sms: true },
  'order-papers-returned': { category: 'todo', sms: true },
  'order-papers-due': { category: 'todo', sms: true },
  'order-finished': { category: 'news', sms: true },
  'order-ended': { category: 'news', sms: true },
} as const satisfies NoticeTable;

/** What its taxpayer has to do, what has become of it, and the stages of which its type says so. */
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
  // The form itself tells of its beginning and its end.
  'form-sent': null,
  'form-ended': null,
  urged: null,
  merged: null,
  warned: ({ purpose }) => (purpose === 'supplement' ? 'order-papers-due' : null),
  escalated: null,
  finished: null,
  closed: ({ outcome }) => closedAs[outcome],
  rated: null,
  'evaluation-elapsed': null,
});

/** Who terminated it knows. */
const closedAs = {
  finished: 'order-finished',
  terminated: null,
  'papers-elapsed': 'order-ended',
  ended: 'order-ended',
} as const satisfies Record<WorkOrderOutcome, keyof typeof notices | null>;
