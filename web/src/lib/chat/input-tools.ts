/** Access to the box for the buttons around it. */
export interface InputTools {
  readonly insert: (text: string) => void;
  readonly addFiles: (files: readonly File[]) => void;
  /** Opens the file dialog. @param accept ending list or media types; all accepted endings by default */
  readonly choose: (accept?: string) => void;
  readonly toggleEmoji: () => void;
  readonly emojiOpen: boolean;
  readonly focus: () => void;
}
