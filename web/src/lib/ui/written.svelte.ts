/** What is written in a field, beside the value that it means: any usual way of writing is recognised, and rewritten when it is left. */
import { untrack } from 'svelte';

interface Meaning {
  /** The value in its one form; an effect of the field follows a value from outside. */
  readonly value: () => string;
  readonly mean: (value: string) => void;
  /** The one form of what is written; null for what cannot be read. */
  readonly read: (text: string) => string | null;
}

/**
 * 1. What can be read is meant at once; what cannot is meant as it is when the field is left, for the server to refuse.
 * 2. `unreadable` is said only once the field is left, and no longer once what is written can be read.
 * 3. Another value from outside replaces what is written.
 */
export function createWritten({ value, mean, read }: Meaning) {
  let text = $state(untrack(value));
  let unreadable = $state(false);
  /** The value that what is written means. */
  let meant = untrack(value);
  const valueIn = (written: string): string | null => (written.trim() === '' ? '' : read(written));
  const take = (meaning: string): void => {
    meant = meaning;
    mean(meaning);
  };
  $effect.pre(() => {
    const outside = value();
    if (outside === meant) return;
    meant = outside;
    text = outside;
    unreadable = false;
  });
  return {
    get text() {
      return text;
    },
    set text(written: string) {
      text = written;
    },
    get unreadable() {
      return unreadable;
    },
    /** Called at each change. */
    write() {
      const meaning = valueIn(text);
      if (meaning === null) return;
      unreadable = false;
      take(meaning);
    },
    /** Called when the field is left. Returns the value; null where it cannot be read. */
    leave(): string | null {
      const meaning = valueIn(text);
      unreadable = meaning === null;
      text = meaning ?? text.trim();
      take(text);
      return meaning;
    },
  };
}
