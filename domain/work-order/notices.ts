import { owedAs, type NoticeKind, type OwedNotice } from '../notices.ts';
import type { RecordedWorkOrderEvent, WorkOrderState } from './order.ts';

/**
 * Which notices an event of an order owes its taxpayer: what they have to do, what has become of it, and the stages of which its
 * type says so.
 */
export function noticesFor(event: RecordedWorkOrderEvent, { reminder }: Pick<WorkOrderState, 'reminder'>): readonly OwedNotice[] {
  const kind = noticeOf(event);
  return kind === null ? [] : owedAs(kind, reminder);
}

function noticeOf(event: RecordedWorkOrderEvent): NoticeKind | null {
  switch (event.type) {
    case 'opened':
      return 'order-opened';
    case 'advanced':
      return event.tell ? 'order-advanced' : null;
    case 'papers-asked':
      return 'order-papers-asked';
    case 'papers-reviewed':
      return event.paused === null ? null : 'order-papers-returned';
    case 'warned':
      return event.purpose === 'supplement' ? 'order-papers-due' : null;
    case 'closed':
      return event.outcome === 'finished' ? 'order-finished' : event.outcome === 'terminated' ? null : 'order-ended';
    default:
      return null;
  }
}
