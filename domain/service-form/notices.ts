import { noticesBy, type NoticeTable } from '../notices.ts';
import type { ServiceFormEvent, ServiceFormOutcome, ServiceFormPurpose, ServiceFormState } from './form.ts';

export const notices = {
  'form-sent': { category: 'todo', sms: true },
  'form-returned': { category: 'todo', sms: true },
  'form-due': { category: 'todo', sms: true },
  'form-due-moved': { category: 'news', sms: false },
  'form-accepted': { category: 'news', sms: false },
  'form-completed': { category: 'news', sms: true },
  'form-recalled': { category: 'news', sms: true },
  'form-expired': { category: 'news', sms: true },
} as const satisfies NoticeTable;

/**
 * Requests to the taxpayer, and outcomes. They depend only on the event, so what an event owes does not change with the form's later
 * status.
 */
export const noticesFor = noticesBy<ServiceFormEvent, Pick<ServiceFormState, 'reminder'>, typeof notices>(notices, {
  sent: 'form-sent',
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  // The taxpayer did these themselves.
  saved: null,
  confirmed: null,
  // The purpose of the new clock tells the form's status. Without a clock the status has not changed.
  'papers-reviewed': ({ clock }) => (clock === null ? null : judgedAs[clock.purpose]),
  'papers-asked': 'form-returned',
  reminded: 'form-due',
  recounted: ({ clock, moved }) => (moved && clock?.purpose === 'supplement' ? 'form-due-moved' : null),
  warned: null,
  escalated: null,
  completed: 'form-completed',
  closed: ({ outcome }) => closedAs[outcome],
});

const judgedAs = {
  supplement: 'form-returned',
  result: 'form-accepted',
  review: null,
} as const satisfies Record<ServiceFormPurpose, keyof typeof notices | null>;

const closedAs = {
  expired: 'form-expired',
  recalled: 'form-recalled',
  ended: 'form-recalled',
  'order-ended': 'form-recalled',
} as const satisfies Record<Exclude<ServiceFormOutcome, 'completed'>, keyof typeof notices>;
