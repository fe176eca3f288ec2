import type { NoticeKind, OwedNotice } from '../notices.ts';
import type { RecordedServiceFormEvent, ServiceFormState } from './form.ts';

/** Which notices an event of a form owes its taxpayer, by 站内信: what they have to do, and what has become of it. */
export function noticesFor(event: RecordedServiceFormEvent, state: ServiceFormState): readonly OwedNotice[] {
  const kind = noticeOf(event, state);
  return kind === null ? [] : [{ kind, channel: 'inbox' }];
}

function noticeOf(event: RecordedServiceFormEvent, { status }: ServiceFormState): NoticeKind | null {
  switch (event.type) {
    case 'sent':
      return 'form-sent';
    case 'papers-reviewed':
      // Without a clock of its own it stands where it stood.
      if (event.clock === null) return null;
      return status === 'returned' ? 'form-returned' : status === 'accepted' ? 'form-accepted' : null;
    case 'papers-asked':
      return 'form-returned';
    case 'reminded':
      return 'form-due';
    case 'completed':
      return 'form-completed';
    case 'closed':
      return event.outcome === 'expired' ? 'form-expired' : 'form-recalled';
    default:
      return null;
  }
}
