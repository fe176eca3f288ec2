/**
 * What somebody has written and not saved, in the page's memory: a session may end by itself, and the same officer who signs in
 * again finds it where it was.
 */
import type { TypeDraft } from './type-draft.ts';

interface KeptDraft {
  readonly officerId: string;
  /** Of the type, or `new`. */
  readonly of: string;
  readonly draft: TypeDraft;
}

let kept: KeptDraft | undefined;

/** Keeps it instead of what was kept before; undefined when there is nothing to keep. */
export const keepDraft = (unsaved: KeptDraft | undefined): void => {
  kept = unsaved;
};

export const keptDraft = (officerId: string | undefined, of: string): TypeDraft | undefined =>
  kept !== undefined && kept.officerId === officerId && kept.of === of ? kept.draft : undefined;
