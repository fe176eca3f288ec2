/** What a command's dialog asks, and what it was filled in with. */
import type { Option } from '#lib/ui/options.ts';

export interface Words {
  readonly title: string;
  readonly intro: string;
  readonly submit: string;
  /** What somebody said before, and this answers. */
  readonly quoted?: string | undefined;
  readonly note: string;
  /** Given, the note must not be left out. */
  readonly noteMissing?: string;
}

/** Whom or what the command is about. */
export interface Choice {
  readonly label: string;
  readonly options: readonly Option[];
  /** Said when nothing was chosen; without it, nothing need be. */
  readonly missing?: string;
  /** Said when there is nothing to choose from. */
  readonly none: string;
  readonly loaded: boolean;
}

export interface Filled {
  readonly chosen: string;
  readonly note: { readonly id: string; readonly text: string };
}

/** A note that may be left out. */
export const givenNote = ({ note }: Filled): Filled['note'] | null => (note.text === '' ? null : note);
