/** Words that go with a command: how long they may be, and whether they may be missing. */
import { lengthOf } from '../../../../../domain/input/text.ts';
import { t } from '#lib/i18n.svelte.ts';
import { maxTextLength } from '../../../../../domain/settings.ts';

export interface NoteInput {
  text: string;
  /** What is wrong with it: too much at once, too little only after somebody tried to send it. */
  readonly error: string | undefined;
  /** Somebody tries to send it; whether that can be. */
  readonly check: () => boolean;
  readonly clear: () => void;
}

/** @param missing says that it must not be left out; undefined for what may be */
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
