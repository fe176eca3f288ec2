/** State of a command's note: its length limit, and whether it is required. */
import { lengthOf } from '../../../../../domain/input/text.ts';
import { t } from '#lib/i18n.svelte.ts';
import { maxTextLength } from '../../../../../domain/settings.ts';

export interface NoteInput {
  text: string;
  /** The fault, if any: too long is reported at once, missing only after a try to send. */
  readonly error: string | undefined;
  /** Marks a try to send; returns true when the note is valid. */
  readonly check: () => boolean;
  readonly clear: () => void;
}

/** @param missing message when a required note is missing; undefined when the note is optional */
export const noteInput = (missing: () => string | undefined): NoteInput => {
  let text = $state('');
  let tried = $state(false);
  const used = $derived(lengthOf(text));
  const over = $derived(used - maxTextLength);
  return {
    get text() {
      return text;
    },
    set text(words) {
      text = words;
    },
    get error() {
      if (over > 0) return t('desk:compose.tooLong', { limit: maxTextLength, over });
      return tried && used === 0 ? missing() : undefined;
    },
    check: () => {
      tried = true;
      return over <= 0 && (used > 0 || missing() === undefined);
    },
    clear: () => {
      text = '';
      tried = false;
    },
  };
};
