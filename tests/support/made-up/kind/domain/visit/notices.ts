import { noticesBy, type NoticeTable } from '../notices.ts';
import type { VisitEvent, VisitState } from './visit.ts';

/** The notices of a visit. */
export const notices = { 'visit-near': { category: 'todo', sms: true } } as const satisfies NoticeTable;

export const noticesFor = noticesBy<VisitEvent, Pick<VisitState, 'reminder'>, typeof notices>(notices, {
  planned: null,
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  neared: 'visit-near',
  arrived: null,
  closed: null,
});
