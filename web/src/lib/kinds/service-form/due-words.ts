/** Until when what is to happen to a form, as its taxpayer is told it. */
import type { ServiceFormStatus } from '../../../../../domain/service-form/form.ts';
import { t } from '#lib/i18n.svelte.ts';
import { instant, peopleTime } from '#lib/time.ts';

interface Due {
  readonly status: ServiceFormStatus;
  /** When its running clock is over: which one that is, its status says. */
  readonly dueAt: string | null;
}

/** Nothing once nothing is awaited. @param now epoch milliseconds */
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
