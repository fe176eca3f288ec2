/**
 * What somebody has written and not saved, in the page's memory: a session may end by itself, and the same officer who signs in
 * again finds it where it was.
 */
interface KeptDraft<Draft> {
  readonly officerId: string;
  /** Of the type, or `new`. */
  readonly of: string;
  readonly draft: Draft;
}

export interface DraftKeeper<Draft> {
  /** Keeps it instead of what was kept before; undefined when there is nothing to keep. */
  readonly keep: (unsaved: KeptDraft<Draft> | undefined) => void;
  readonly kept: (officerId: string | undefined, of: string) => Draft | undefined;
}

export const draftKeeper = <Draft>(): DraftKeeper<Draft> => {
  let kept: KeptDraft<Draft> | undefined;
  return {
    keep: (unsaved) => {
      kept = unsaved;
    },
    kept: (officerId, of) => (kept !== undefined && kept.officerId === officerId && kept.of === of ? kept.draft : undefined),
  };
};
