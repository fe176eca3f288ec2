/** Cases that an officer can begin from a conversation: the action, and the page below the conversation's case. */
import CalendarPlus from '@lucide/svelte/icons/calendar-plus';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import FileCheck from '@lucide/svelte/icons/file-check';
import MessageSquarePlus from '@lucide/svelte/icons/message-square-plus';
import { t } from '#lib/i18n.svelte.ts';

export const beginnings = [
  { action: 'leaveMessage', letter: 'M', icon: MessageSquarePlus, words: () => t('conversation:desk.leaveMessage'), page: 'follow-up' },
  { action: 'openOrder', letter: 'O', icon: ClipboardList, words: () => t('conversation:desk.openOrder'), page: 'convert' },
  { action: 'sendForm', letter: 'S', icon: FileCheck, words: () => t('order:command.sendForm'), page: 'form' },
  { action: 'invite', letter: 'Q', icon: CalendarPlus, words: () => t('invitation:command.invite'), page: 'invite' },
] as const;
