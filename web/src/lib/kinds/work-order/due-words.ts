/** Deadline of an order's next step, in words for the taxpayer. */
import type { WorkOrderStatus } from '../../../../../domain/work-order/order.ts';
import { t } from '#lib/i18n.svelte.ts';
import { instant, peopleTime } from '#lib/time.ts';

interface Due {
  readonly status: WorkOrderStatus;
  /** Name of the current stage. */
  readonly stage: string;
  /** End of the running clock; the status tells which clock it is. */
  readonly dueAt: string | null;
  readonly rated: boolean;
}

/** Undefined when nothing is awaited, or only among officers. @param now epoch milliseconds */
export const dueWords = ({ status, stage, dueAt, rated }: Due, now: number): string | undefined => {
  if (status === 'disputed') return t('order:stage.pausedDisputed');
  if (dueAt === null) return undefined;
  const time = peopleTime(instant(dueAt), now);
  const past = instant(dueAt) <= now;
  switch (status) {
    case 'in-progress':
      return t(past ? 'order:stage.duePastOf' : 'order:stage.dueOf', { stage, time });
    case 'awaiting-materials':
      return t('order:detail.due', { time });
    case 'completed':
    case 'terminated':
      return rated || past ? undefined : t('order:detail.rateUntil', { time });
  }
};
