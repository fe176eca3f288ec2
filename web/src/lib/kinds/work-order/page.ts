import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import FileQuestion from '@lucide/svelte/icons/file-question-mark';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Scale from '@lucide/svelte/icons/scale';
import { t } from '#lib/i18n.svelte.ts';
import { workOrderEventTypes, workOrderStatuses } from '../../../../../domain/work-order/order.ts';
import type { WorkOrderStatus } from '../../../../../domain/work-order/order.ts';
import { serviceFormPage } from '../service-form/page.ts';
import { oneOf, textIn } from '../page-kind.ts';
import type { Look, PageKind } from '../page-kind.ts';

const looks: Readonly<Record<WorkOrderStatus, Pick<Look, 'tone' | 'icon'>>> = {
  'in-progress': { tone: 'info', icon: Hourglass },
  'awaiting-materials': { tone: 'warn', icon: FileQuestion },
  disputed: { tone: 'warn', icon: Scale },
  completed: { tone: 'good', icon: CircleCheck },
  terminated: { tone: 'plain', icon: CircleSlash },
};
const outcomes = ['finished', 'terminated', 'papers-elapsed', 'ended'] as const;

/** Status of an order in words for the taxpayer; what officers settle among themselves is shown as being handled. */
export const ownStatusWords = (status: WorkOrderStatus): string =>
  t(status === 'disputed' ? 'order:ownStatus.disputed' : `order:status.${status}`);

/** 工单 on pages with cases of all kinds. */
export const workOrderPage: PageKind = {
  icon: ClipboardList,
  strong: true,
  chat: false,
  folder: 'orders',
  statuses: workOrderStatuses,
  openStatuses: ['in-progress', 'awaiting-materials', 'disputed'],
  name: () => t('order:title'),
  label: (number) => t('order:detail.label', { number }),
  look: (status, own) => {
    const known = oneOf(workOrderStatuses, status);
    if (known === undefined) return undefined;
    return own
      ? { ...looks[known === 'disputed' ? 'in-progress' : known], words: ownStatusWords(known) }
      : { ...looks[known], words: t(`order:status.${known}`) };
  },
  outcome: (outcome) => {
    const known = oneOf(outcomes, outcome);
    return known && t(`order:outcome.${known}`);
  },
  facts: () => ({
    details: t('order:detail.details'),
    centre: t('order:field.centre'),
    version: t('order:field.version'),
    openedAt: t('order:field.openedAt'),
    answeredAt: t('order:field.answeredAt'),
    closedAt: t('order:field.closedAt'),
    outcome: t('order:field.outcome'),
  }),
  event: (type) => {
    const known = oneOf(workOrderEventTypes, type);
    return known && t(`order:event.${known}`);
  },
  deskSentence: ({ type, data }, { who, officer }) => {
    const known = oneOf(workOrderEventTypes, type);
    return (
      known && t(`order:deskStory.${known}`, { who, officer, stage: textIn(data, 'stage') ?? '', number: textIn(data, 'number') ?? '' })
    );
  },
  deskAside: ({ type, data }) => {
    if (type === 'dispatched') return { words: textIn(data, 'officer') };
    // The sentence already contains the number.
    if (type === 'form-sent') return { words: undefined };
    return type === 'form-ended' ? { words: serviceFormPage.outcome(data['outcome']) } : undefined;
  },
  ownSentence: ({ type, data }) => {
    const known = oneOf(workOrderEventTypes, type);
    return known && t(`order:story.${known}`, { stage: textIn(data, 'stage') ?? '', number: textIn(data, 'number') ?? '' });
  },
  end: {
    title: () => t('order:end.title'),
    askTitle: (number) => t('order:end.askTitle', { number }),
    askBody: () => t('order:end.askBody'),
    done: () => t('order:done.end'),
  },
};
