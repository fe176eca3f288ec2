/** Fields of a command's dialog, and their values. */
import type { Option } from '#lib/ui/options.ts';

export interface Words {
  readonly title: string;
  readonly intro: string;
  readonly submit: string;
  /** Earlier text that this one answers. */
  readonly quoted?: string | undefined;
  readonly note: string;
  /** When present, the note is required; this is the message when it is missing. */
  readonly noteMissing?: string;
}

/** The person or thing that the command concerns. */
export interface Choice {
  readonly label: string;
  readonly options: readonly Option[];
  /** Message when nothing was chosen; without it, the choice is optional. */
  readonly missing?: string;
  /** Message when there are no options. */
  readonly none: string;
  readonly loaded: boolean;
}

export interface Filled {
  readonly chosen: string;
  readonly note: { readonly id: string; readonly text: string };
}

/** Returns the note, or null when it is empty. */
export const givenNote = ({ note }: Filled): Filled['note'] | null => (note.text === '' ? null : note);
