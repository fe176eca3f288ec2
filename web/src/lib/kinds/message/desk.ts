import MessageCircleQuestion from '@lucide/svelte/icons/message-circle-question-mark';
import MessageSquareReply from '@lucide/svelte/icons/message-square-reply';
import { claim, end, invite, reassign, release } from '#lib/desk/commands/shared-offers.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { DeskKind, Writing } from '../desk-kind.ts';
import HandOverDialog from './HandOverDialog.svelte';

const writing = (action: 'reply' | 'askBack', rest: Pick<Writing<'message'>, 'letter' | 'icon' | 'main'>): Writing<'message'> => ({
  ...rest,
  action,
  words: () => ({
    action: t(`desk:compose.${action}`),
    text: t(`desk:compose.${action}Text`),
    placeholder: t(`desk:compose.${action}Placeholder`),
    files: t('desk:compose.attach'),
    send: t(action === 'reply' ? 'desk:compose.sendReply' : 'desk:compose.sendAskBack'),
    done: t(`desk:done.${action}`),
  }),
  command: (body) => ({ type: action, body }),
});

/** 留言 on the officers' page of a case. */
export const messageDesk: DeskKind<'message'> = {
  parts: [],
  facts: ({ message: { reminder } }) => [{ name: t('desk:case.reminder'), value: t(`message:channel.${reminder}`) }],
  hint: ({ actions, assignee, status }, officerId) => {
    if (status === 'converted') return t('desk:case.convertedHint');
    if (status === 'closed' || status === 'withdrawn')
      return t(actions.includes('sendForm') ? 'desk:case.closedFormHint' : 'desk:case.closedHint');
    if (actions.includes('reply') || actions.includes('askBack')) return undefined;
    if (actions.includes('claim')) return t('desk:case.claimHint');
    return assignee === null || assignee.id === officerId ? t('desk:case.nothingHint') : t('desk:case.holderHint', { name: assignee.name });
  },
  sendsForm: ({ number }) => t('formDesk:send.introMessage', { number }),
  label: () => t('desk:compose.label'),
  steps: [],
  writings: [
    writing('reply', { letter: 'R', icon: MessageSquareReply, main: true }),
    writing('askBack', { letter: 'B', icon: MessageCircleQuestion, main: false }),
  ],
  offers: [
    claim,
    { action: 'convert', letter: 'W', words: () => t('desk:action.convert'), begin: { page: 'convert' } },
    { action: 'sendForm', letter: 'S', words: () => t('order:command.sendForm'), begin: { page: 'form' } },
    invite,
    { action: 'handOver', letter: 'H', words: () => t('desk:action.handOver'), begin: { dialog: HandOverDialog } },
    release,
    reassign,
    end,
  ],
};
