import { oneOf, textIn } from '../page-kind.ts';
import type { Told } from '../page-kind.ts';
import { conversationEventTypes } from '../../../../../domain/conversation/conversation.ts';
import { callWords } from './call-words.ts';
import { t } from '#lib/i18n.svelte.ts';

/** Sentence for officers of an event in the chat; undefined for an unknown event. */
export const conversationLine = ({ event, data }: { readonly event: string; readonly data: Told['data'] }): string | undefined => {
  const known = oneOf(conversationEventTypes, event);
  const someone = t('desk:story.someone');
  return (
    known &&
    t(`conversation:deskStory.${known}`, {
      ...callWords(data),
      who: textIn(data, 'who') ?? t('desk:story.system'),
      officer: textIn(data, 'officer') ?? someone,
      to: textIn(data, 'officer', 'centre') ?? someone,
    })
  );
};
