/** Deadline of a form's next step, in words for the taxpayer. */
import type { ServiceFormStatus } from '../../../../../domain/service-form/form.ts';
import { t } from '#lib/i18n.svelte.ts';
import { instant, peopleTime } from '#lib/time.ts';

interface Due {
  readonly status: ServiceFormStatus;
  /** End of the running clock; the status tells which clock it is. */
  readonly dueAt: string | null;
}

/** Undefined when nothing is awaited. @param now epoch milliseconds */
export const dueWords = ({ status, dueAt }: Due, now: number): string | undefined => {
  if (dueAt === null) return undefined;
  const time = peopleTime(instant(dueAt), now);
  const past = instant(dueAt) <= now;
  switch (status) {
    case 'sent':
    case 'returned':
      return t('formWindow:due.handIn', { time });
    case 'submitted':
      return t(past ? 'formWindow:due.reviewPast' : 'formWindow:due.review', { time });
    case 'accepted':
      return t(past ? 'formWindow:due.resultPast' : 'formWindow:due.result', { time });
    case 'completed':
    case 'recalled':
    case 'expired':
      return undefined;
  }
};
