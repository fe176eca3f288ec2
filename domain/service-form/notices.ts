import { owedAs, type NoticeKind, type OwedNotice } from '../notices.ts';
import type { RecordedServiceFormEvent, ServiceFormState } from './form.ts';

/** Which notices an event of a form owes its taxpayer: what they have to do, and what has become of it. */
export function noticesFor(event: RecordedServiceFormEvent, { reminder }: Pick<ServiceFormState, 'reminder'>): readonly OwedNotice[] {
  const kind = noticeOf(event);
  return kind === null ? [] : owedAs(kind, reminder);
}

/** Told by the event alone: what it owes stays the same, wherever the form comes to stand afterwards. */
function noticeOf(event: RecordedServiceFormEvent): NoticeKind | null {
  switch (event.type) {
    case 'sent':
      return 'form-sent';
    case 'papers-reviewed':
      // Whose time begins with it says where the form stands; without one it stands where it stood.
      if (event.clock?.purpose === 'supplement') return 'form-returned';
      return event.clock?.purpose === 'result' ? 'form-accepted' : null;
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
