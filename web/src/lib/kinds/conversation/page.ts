import Bot from '@lucide/svelte/icons/bot';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Headset from '@lucide/svelte/icons/headset';
import Hourglass from '@lucide/svelte/icons/hourglass';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import PhoneIncoming from '@lucide/svelte/icons/phone-incoming';
import Star from '@lucide/svelte/icons/star';
import { t } from '#lib/i18n.svelte.ts';
import { callEventTypes } from '../../../../../domain/conversation/call.ts';
import { conversationEventTypes, conversationOutcomes, conversationStatuses } from '../../../../../domain/conversation/conversation.ts';
import type { ConversationStatus } from '../../../../../domain/conversation/conversation.ts';
import { callWords } from './call-words.ts';
import { oneOf, textIn } from '../page-kind.ts';
import type { Look, PageKind } from '../page-kind.ts';

const looks: Readonly<Record<ConversationStatus, Pick<Look, 'tone' | 'icon'>>> = {
  robot: { tone: 'plain', icon: Bot },
  queued: { tone: 'warn', icon: Hourglass },
  offered: { tone: 'warn', icon: PhoneIncoming },
  active: { tone: 'info', icon: Headset },
  ended: { tone: 'plain', icon: CircleCheck },
  rated: { tone: 'good', icon: Star },
};
/** Events that a taxpayer is told of. */
const told = [
  'begun',
  'appointed',
  'requested',
  'connected',
  'accepted',
  'released',
  'handed-over',
  'officer-lost',
  'queue-left',
  'queue-lapsed',
  'wait-long',
  'joined',
  'left',
  'idle-warned',
  ...callEventTypes,
  'closed',
  'rated',
] as const;

/** 互动 on pages with cases of all kinds. */
export const conversationPage: PageKind = {
  icon: MessagesSquare,
  strong: false,
  chat: true,
  folder: 'conversations',
  statuses: conversationStatuses,
  openStatuses: ['robot', 'queued', 'offered', 'active'],
  name: () => t('conversation:short'),
  label: (number) => t('conversation:label', { number }),
  look: (status) => {
    const known = oneOf(conversationStatuses, status);
    return known && { ...looks[known], words: t(`conversation:status.${known}`) };
  },
  outcome: (outcome) => {
    const known = oneOf(conversationOutcomes, outcome);
    return known && t(`conversation:outcome.${known}`);
  },
  facts: () => ({
    details: t('conversation:facts.details'),
    centre: t('conversation:facts.centre'),
    version: t('conversation:facts.version'),
    openedAt: t('conversation:facts.openedAt'),
    answeredAt: t('conversation:facts.answeredAt'),
    closedAt: t('conversation:facts.closedAt'),
    outcome: t('conversation:facts.outcome'),
  }),
  event: (type) => {
    const known = oneOf(conversationEventTypes, type);
    return known && t(`conversation:event.${known}`);
  },
  deskSentence: ({ type, data }, { who, officer }) => {
    const known = oneOf(conversationEventTypes, type);
    return (
      known &&
      t(`conversation:deskStory.${known}`, {
        ...callWords(data),
        who,
        officer,
        to: textIn(data, 'officer', 'centre') ?? t('desk:story.someone'),
      })
    );
  },
  ownSentence: ({ type, data }, centre) => {
    const known = oneOf(told, type);
    return known && t(`conversation:story.${known}`, { ...callWords(data), centre: textIn(data, 'centre') ?? centre });
  },
  end: {
    title: () => t('conversation:end.title'),
    askTitle: (number) => t('conversation:end.askTitle', { number }),
    askBody: () => t('conversation:end.askBody'),
    done: () => t('conversation:end.done'),
  },
};
