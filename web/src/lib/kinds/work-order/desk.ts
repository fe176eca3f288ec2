import ArrowLeft from '@lucide/svelte/icons/arrow-left';
import ArrowRight from '@lucide/svelte/icons/arrow-right';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import FileCheck from '@lucide/svelte/icons/file-check';
import FileQuestion from '@lucide/svelte/icons/file-question-mark';
import Send from '@lucide/svelte/icons/send';
import AskPapersDialog from '#lib/desk/commands/AskPapersDialog.svelte';
import { claim, end, invite, reassign, release } from '#lib/desk/commands/shared-offers.ts';
import { listed, t } from '#lib/i18n.svelte.ts';
import type { OrderPart } from '../../../../api/work-order/part.ts';
import type { DeskKind } from '../desk-kind.ts';
import OrderMatter from './OrderMatter.svelte';
import OrderProgress from './OrderProgress.svelte';
import SpokenDialog from './SpokenDialog.svelte';

/** Explains why the handler of the last stage cannot finish the order. */
const lastStageHint = ({ papers }: OrderPart): string => {
  const left = papers.filter(({ required, status }) => required && status !== 'accepted' && status !== 'waived');
  return left.length > 0 ? t('order:finish.papersLeft', { papers: listed(left.map(({ name }) => name)) }) : t('errors:supervisor-finishes');
};

/** 工单 on the officers' page of a case. */
export const workOrderDesk: DeskKind<'work-order'> = {
  parts: [OrderMatter, OrderProgress],
  papers: {
    of: ({ order }) => order.papers,
    ask: () => ({
      title: t('order:askPapers.title'),
      intro: t('order:askPapers.intro'),
      papers: t('order:askPapers.papers'),
      words: t('order:askPapers.words'),
      wordsMissing: t('order:askPapers.wordsMissing'),
      submit: t('order:askPapers.submit'),
      done: t('order:done.askPapers'),
    }),
  },
  mark: ({ order }) => {
    if (order.urges > 0) return t('desk:list.urged', { n: order.urges });
    return order.priority === 'urgent' ? t('order:priority.urgent') : undefined;
  },
  facts: ({ order }) => [
    { name: t('order:field.priority'), value: t(`order:priority.${order.priority}`) },
    ...(order.disputes > 0 ? [{ name: t('order:field.disputes'), value: String(order.disputes) }] : []),
    { name: t('order:field.version'), value: String(order.typeVersion) },
  ],
  hint: ({ actions, assignee, status, clock, order }, officerId) => {
    if (status === 'completed' || status === 'terminated') return t('order:detail.closedHint');
    if (actions.includes('finish') || actions.includes('dispatch')) return undefined;
    if (status === 'disputed') return assignee === null ? t('order:dispatch.toSupervisor') : t('order:stage.pausedDisputed');
    if (clock?.purpose === 'form') return t('formDesk:awaits.hint');
    if (status === 'awaiting-materials') return t('order:stage.paused');
    if (actions.includes('claim')) return t('order:detail.claimHint');
    if (assignee !== null && assignee.id !== officerId) return t('order:detail.holderHint', { name: assignee.name });
    return actions.includes('advance') ? undefined : lastStageHint(order);
  },
  sendsForm: ({ number }) => t('formDesk:send.introOrder', { number }),
  label: () => t('desk:case.actions'),
  steps: [
    {
      action: 'dispatch',
      letter: 'P',
      icon: Send,
      leaves: true,
      main: true,
      words: () => t('order:command.dispatch'),
      begin: { dialog: SpokenDialog },
    },
    {
      action: 'advance',
      letter: 'V',
      icon: ArrowRight,
      leaves: true,
      main: true,
      words: () => t('order:command.advance'),
      begin: { dialog: SpokenDialog },
    },
    {
      action: 'askPapers',
      letter: 'B',
      icon: FileQuestion,
      leaves: false,
      main: false,
      words: () => t('order:command.askPapers'),
      begin: { dialog: AskPapersDialog },
    },
    {
      action: 'reviewPapers',
      letter: 'R',
      icon: FileCheck,
      leaves: false,
      main: false,
      words: () => t('order:command.reviewPapers'),
      begin: 'papers',
    },
    {
      action: 'sendBack',
      letter: 'X',
      icon: ArrowLeft,
      leaves: true,
      main: false,
      words: () => t('order:command.sendBack'),
      begin: { dialog: SpokenDialog },
    },
  ],
  writings: [
    {
      action: 'finish',
      letter: 'F',
      icon: CircleCheck,
      main: true,
      words: () => ({
        action: t('order:command.finish'),
        text: t('order:finish.result'),
        placeholder: t('order:finish.placeholder'),
        final: t('order:finish.final'),
        files: t('order:finish.files'),
        send: t('order:finish.submit'),
        done: t('order:done.finish'),
      }),
      command: (body) => ({ type: 'finish', body }),
    },
  ],
  offers: [
    claim,
    { action: 'sendForm', letter: 'S', words: () => t('order:command.sendForm'), begin: { page: 'form' } },
    invite,
    { action: 'handOver', letter: 'H', words: () => t('desk:action.handOver'), begin: { dialog: SpokenDialog } },
    release,
    { action: 'dispute', letter: 'D', words: () => t('order:command.dispute'), begin: { dialog: SpokenDialog } },
    reassign,
    end,
  ],
};
