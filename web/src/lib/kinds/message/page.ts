import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Hourglass from '@lucide/svelte/icons/hourglass';
import MessageCircleQuestion from '@lucide/svelte/icons/message-circle-question-mark';
import MessageSquare from '@lucide/svelte/icons/message-square';
import MessageSquareReply from '@lucide/svelte/icons/message-square-reply';
import { t } from '#lib/i18n.svelte.ts';
import { messageEventTypes, messageStatuses } from '../../../../../domain/message/message.ts';
import type { MessageStatus } from '../../../../../domain/message/message.ts';
import { oneOf, textIn } from '../page-kind.ts';
import type { Look, PageKind } from '../page-kind.ts';

const looks: Readonly<Record<MessageStatus, Pick<Look, 'tone' | 'icon'>>> = {
  submitted: { tone: 'plain', icon: CircleDashed },
  assigned: { tone: 'info', icon: Hourglass },
  'asked-back': { tone: 'warn', icon: MessageCircleQuestion },
  replied: { tone: 'good', icon: MessageSquareReply },
  closed: { tone: 'plain', icon: CircleCheck },
  withdrawn: { tone: 'plain', icon: CircleSlash },
  converted: { tone: 'info', icon: ClipboardList },
};
const outcomes = ['rated', 'follow-up-elapsed', 'supplement-elapsed', 'ended'] as const;

/** 留言 on pages with cases of all kinds. */
export const messagePage: PageKind = {
  icon: MessageSquare,
  strong: false,
  chat: false,
  folder: 'messages',
  statuses: messageStatuses,
  openStatuses: ['submitted', 'assigned', 'asked-back', 'replied'],
  name: () => t('message:short'),
  label: (number) => t('desk:case.label', { number }),
  look: (status) => {
    const known = oneOf(messageStatuses, status);
    return known && { ...looks[known], words: t(`message:status.${known}`) };
  },
  outcome: (outcome) => {
    const known = oneOf(outcomes, outcome);
    return known && t(`message:outcome.${known}`);
  },
  facts: () => ({
    details: t('desk:case.details'),
    centre: t('desk:case.centre'),
    version: t('order:field.version'),
    openedAt: t('desk:case.opened'),
    answeredAt: t('desk:case.answered'),
    closedAt: t('desk:case.closed'),
    outcome: t('desk:case.outcome'),
  }),
  event: (type) => {
    const known = oneOf(messageEventTypes, type);
    return known && t(`message:event.${known}`);
  },
  deskSentence: ({ type, data }, { who, officer }) => {
    const known = oneOf(messageEventTypes, type);
    return known && t(`desk:story.${known}`, { who, officer, to: textIn(data, 'officer', 'centre') ?? t('desk:story.someone') });
  },
  ownSentence: ({ type, data }, centre) => {
    const known = oneOf(messageEventTypes, type);
    return known && t(`message:story.${known}`, { centre: textIn(data, 'centre') ?? centre });
  },
  end: {
    title: () => t('desk:end.title'),
    askTitle: (number) => t('desk:end.askTitle', { number }),
    askBody: () => t('desk:end.askBody'),
    done: () => t('desk:done.end'),
  },
};
