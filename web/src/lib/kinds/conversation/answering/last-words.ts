import { t } from '#lib/i18n.svelte.ts';
import type { DeskConversation } from '../../../../../api/conversation/desk.ts';

/** The last message of a conversation on one line; empty when nothing was said. */
export const lastWords = ({ last }: Pick<DeskConversation, 'last'>): string => {
  if (last === null) return '';
  switch (last.type) {
    case 'files':
      return [t('conversation:desk.last.files'), last.excerpt].filter((part) => part !== '').join(' ');
    case 'recalled':
      return t('conversation:desk.last.recalled');
    case 'card':
      return t('conversation:desk.last.card');
    case 'choices':
    case 'none':
      return t('conversation:desk.last.robot');
    default:
      return last.excerpt;
  }
};
