import { claim, end, reassign, release } from '#lib/desk/commands/shared-offers.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { DeskKind } from '../desk-kind.ts';
import { conversationsHref, deskConversations, followConversations } from './answering/desk-conversations.svelte.ts';
import { beginnings } from './answering/beginnings.ts';
import HandOverDialog from './answering/HandOverDialog.svelte';
import Transcript from './answering/Transcript.svelte';
import ConversationBoard from './board/ConversationBoard.svelte';
import ConversationReport from './board/ConversationReport.svelte';

/** 互动 on the officers' page of a case. */
export const conversationDesk: DeskKind<'conversation'> = {
  place: {
    href: conversationsHref,
    label: () => t('conversation:desk.title'),
    letter: 'I',
    count: () => deskConversations.waitingFor,
    countWords: (count) => t('conversation:desk.waitingFor', { count }),
    leaving: () => {
      const count = deskConversations.now?.own.length ?? 0;
      return count === 0 ? undefined : t('conversation:desk.leaving', { count });
    },
    follow: followConversations,
  },
  overview: ConversationBoard,
  report: ConversationReport,
  parts: [Transcript],
  facts: ({ conversation: { cause } }) =>
    cause === null ? [] : [{ name: t('conversation:facts.cause'), value: t(`conversation:cause.${cause}`) }],
  hint: () => undefined,
  sendsForm: ({ number }) => t('conversation:desk.sendsForm', { number }),
  label: () => t('conversation:title'),
  steps: [],
  writings: [],
  offers: [
    {
      action: 'accept',
      letter: 'Y',
      words: () => t('conversation:desk.accept'),
      begin: { command: { type: 'accept', body: {} }, done: (number) => t('conversation:desk.accepted', { name: number }) },
    },
    claim,
    ...beginnings.map(({ action, letter, words, page }) => ({ action, letter, words, begin: { page } })),
    { action: 'handOver', letter: 'H', words: () => t('conversation:desk.handOver.action'), begin: { dialog: HandOverDialog } },
    release,
    {
      action: 'prioritise',
      letter: 'P',
      words: () => t('conversation:desk.prioritise'),
      begin: { command: { type: 'prioritise', body: {} }, done: (number) => t('conversation:desk.prioritised', { name: number }) },
    },
    reassign,
    end,
  ],
};
