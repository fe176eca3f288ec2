/** Unsaved edits in the page's memory: after a session has ended, the same officer finds them again when signing in. */
interface KeptDraft<Draft> {
  readonly officerId: string;
  /** Id of the type, or `new`. */
  readonly of: string;
  readonly draft: Draft;
}

export interface DraftKeeper<Draft> {
  /** Replaces the stored edits; undefined removes them. */
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
